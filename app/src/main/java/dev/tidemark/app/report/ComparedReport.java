package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.Difference;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What was found when a mirror was compared with the replica. */
public record ComparedReport(String mirror, List<Comparison> tables) {

  /** How many differences people are shown, of all tables together. */
  private static final int SHOWN = 20;

  public ComparedReport {
    tables = List.copyOf(tables);
  }

  /** Rows that differ. */
  public long drift() {
    return sum(Comparison::drift);
  }

  public void print(PrintWriter out) {
    table().print(out);
    differences(out);
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
            right("quarantined"));
    for (Comparison each : tables) {
      table.row(
          each.type(),
          each.replica().count(),
          each.missing(),
          each.extra(),
          each.different(),
          each.quarantined());
    }
    return table;
  }

  /** The first of them, and how many there are beside those. */
  void differences(PrintWriter out) {
    List<Difference> listed =
        tables.stream().flatMap(each -> each.differences().stream()).limit(SHOWN).toList();
    if (listed.isEmpty()) {
      return;
    }
    out.println();
    Table table = Table.of(left("table"), left("key"), left("on the mirror"));
    listed.forEach(each -> table.row(each.type(), each.key().text(), words(each.kind())));
    table.print(out);
    if (drift() > listed.size()) {
      out.println("and %s more".formatted(Amounts.count(drift() - listed.size())));
    }
    out.println();
  }

  private String line() {
    String rows = Amounts.count(sum(each -> each.replica().count()), "row", "rows");
    long quarantined = sum(Comparison::quarantined);
    return (drift() == 0
            ? rows + ", none differs"
            : "%s of %s differ".formatted(Amounts.count(drift()), rows))
        + (quarantined == 0
            ? ""
            : "; %s in quarantine".formatted(Amounts.count(quarantined, "row is", "rows are")));
  }

  private long sum(ToLongFunction<Comparison> number) {
    return tables.stream().mapToLong(number).sum();
  }

  public Map<String, @Nullable Object> json() {
    return Json.object(
        "mirror", mirror,
        "drift", drift(),
        "tables", tables.stream().map(ComparedReport::json).toList());
  }

  static Map<String, @Nullable Object> json(Comparison table) {
    return Json.object(
        "table", table.type().name(),
        "equal", table.isEqual(),
        "rows", table.replica().count(),
        "digest", table.replica().text(),
        "missing", table.missing(),
        "extra", table.extra(),
        "different", table.different(),
        "quarantined", table.quarantined(),
        "differences", table.differences().stream().map(ComparedReport::json).toList());
  }

  private static Map<String, @Nullable Object> json(Difference difference) {
    return Json.object("key", difference.key().text(), "kind", words(difference.kind()));
  }

  private static String words(Difference.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
