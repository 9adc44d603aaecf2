package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.OneLine;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.mirror.Backfilled;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a backfill did to a mirror. */
public record BackfilledReport(String mirror, Backfilled done, Schema schema) {

  /** Whether every table is as it should be. */
  public boolean isWhole() {
    return done.failed().isEmpty() && done.repaired().stream().allMatch(Repaired::isDone);
  }

  public void print(PrintWriter out) {
    if (!done.copied().isEmpty()) {
      copied().print(out);
      out.println();
    }
    done.repaired().stream()
        .filter(each -> !each.refusal().isEmpty())
        .forEach(each -> out.println(each.found().type() + ": " + each.refusal()));
    failures().forEach((type, why) -> out.println("%s failed: %s".formatted(type, why)));
    out.println(line());
  }

  private Table copied() {
    Table table = Table.of(left("table"), right("rows copied"));
    byName(done.copied(), rows -> rows).forEach(table::row);
    return table;
  }

  private String line() {
    return "%s: %s copied, %s repaired, %s followed in %s; position %s"
        .formatted(
            mirror,
            Amounts.count(done.rows(), "row", "rows"),
            Amounts.count(repaired()),
            Amounts.count(done.followed(), "change", "changes"),
            Amounts.time(done.took()),
            Amounts.count(done.position().value()));
  }

  private long repaired() {
    ToLongFunction<Repaired> rows = each -> each.written() + each.removed();
    return done.repaired().stream().mapToLong(rows).sum();
  }

  private Map<String, String> failures() {
    return byName(done.failed(), OneLine::of);
  }

  /** In the order of the schema. */
  private <A, B> Map<String, B> byName(Map<EntityType, A> byType, Function<A, B> value) {
    Map<String, B> byName = new LinkedHashMap<>();
    for (EntityType type : schema.types()) {
      Optional.ofNullable(byType.get(type))
          .ifPresent(found -> byName.put(type.name(), value.apply(found)));
    }
    return byName;
  }

  public Map<String, @Nullable Object> json() {
    return Json.object(
        "mirror", mirror,
        "copied", byName(done.copied(), rows -> rows),
        "repaired", done.repaired().stream().map(RepairedReport::json).toList(),
        "followed", done.followed(),
        "failed", failures(),
        "position", done.position().value(),
        "seconds", done.took().toMillis() / 1_000.0);
  }
}
