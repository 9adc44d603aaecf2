package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupStanding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All rollups, one on a line. */
public record RollupsReport(List<Listed> rollups, RollupReport.Reader reader) {

  public RollupsReport {
    rollups = List.copyOf(rollups);
  }

  /**
   * One of them.
   *
   * @param kept name of the store that it is in
   * @param standing empty if the store cannot tell
   */
  public record Listed(RollupPlan plan, String kept, Optional<RollupStanding> standing) {}

  public void print(PrintWriter out) {
    Table table =
        Table.of(
            left("rollup"),
            left("in"),
            left("source"),
            left("per"),
            left("keys"),
            left("measures"),
            left("complete since"),
            left("age"));
    rollups.forEach(each -> row(table, each));
    table.print(out);
  }

  private void row(Table table, Listed each) {
    RollupDefinition of = each.plan().definition();
    table.row(
        of.name(),
        each.kept(),
        of.source(),
        RollupReport.bucket(of),
        RollupReport.keys(of),
        RollupReport.measures(of),
        each.standing().map(this::since).orElse("?"),
        each.standing().map(RollupsReport::age).orElse("?"));
  }

  private String since(RollupStanding standing) {
    return standing
        .completeSince()
        .map(reader::local)
        .orElse(standing.walk().isPresent() ? "on its way" : "never");
  }

  private static String age(RollupStanding standing) {
    return standing.waitingSince().isPresent() ? Amounts.time(standing.age()) : "-";
  }

  public List<Map<String, @Nullable Object>> json() {
    return rollups.stream().map(RollupsReport::json).toList();
  }

  private static Map<String, @Nullable Object> json(Listed each) {
    Map<String, @Nullable Object> json = RollupJson.of(each.plan(), each.kept());
    json.putAll(
        Json.object(
            "completeSince", each.standing().flatMap(RollupStanding::completeSince),
            "ageSeconds", each.standing().map(RollupJson::age)));
    return json;
  }
}
