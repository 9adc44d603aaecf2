package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.mirror.Repaired;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a repair did to a mirror.
 *
 * @param dryRun whether it would have done that
 */
public record RepairedReport(String mirror, List<Repaired> tables, boolean dryRun) {

  public RepairedReport {
    tables = List.copyOf(tables);
  }

  /** Whether nothing differs any more, but for what its database does not take. */
  public boolean isDone() {
    return tables.stream().allMatch(Repaired::isDone);
  }

  public long drift() {
    return found().drift();
  }

  private ComparedReport found() {
    return new ComparedReport(mirror, tables.stream().map(Repaired::found).toList());
  }

  public void print(PrintWriter out) {
    table().print(out);
    found().differences(out);
    tables.stream()
        .filter(each -> !each.refusal().isEmpty())
        .forEach(each -> out.println(each.found().type() + ": " + each.refusal()));
    out.println("%s: %s".formatted(mirror, line()));
  }

  private Table table() {
    Table table =
        Table.of(
            left("table"),
            right("rows"),
            right("missing"),
            right("extra"),
            right("different"),
            right("written"),
            right("removed"),
            right("quarantined"));
    for (Repaired each : tables) {
      table.row(
          each.found().type(),
          each.found().replica().count(),
          each.found().missing(),
          each.found().extra(),
          each.found().different(),
          each.written(),
          each.removed(),
          each.quarantined());
    }
    return table;
  }

  private String line() {
    if (drift() == 0) {
      return "nothing differs";
    }
    String would = dryRun ? " would be" : "";
    return "%s%s written, %s%s removed"
        .formatted(
            Amounts.count(sum(Repaired::written), "row", "rows"),
            would,
            Amounts.count(sum(Repaired::removed)),
            would);
  }

  private long sum(ToLongFunction<Repaired> number) {
    return tables.stream().mapToLong(number).sum();
  }

  public Map<String, @Nullable Object> json() {
    return Json.object(
        "mirror", mirror,
        "dryRun", dryRun,
        "done", isDone(),
        "drift", drift(),
        "tables", tables.stream().map(RepairedReport::json).toList());
  }

  static Map<String, @Nullable Object> json(Repaired table) {
    Map<String, @Nullable Object> json = ComparedReport.json(table.found());
    json.put("written", table.written());
    json.put("removed", table.removed());
    json.put("newlyQuarantined", table.quarantined());
    json.put("refusal", table.refusal());
    return json;
  }
}
