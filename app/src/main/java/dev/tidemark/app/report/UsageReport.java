package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.state.ApiUsage.Count;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who asked the services for what, and how often. */
public record UsageReport(List<Count> counts) {

  public UsageReport {
    counts = List.copyOf(counts);
  }

  /** Nothing, if nobody asked for anything. */
  public void print(ZoneId zone, PrintWriter out) {
    if (!counts.isEmpty()) {
      out.println();
      table(zone).print(out);
    }
  }

  private Table table(ZoneId zone) {
    Table table =
        Table.of(
            left("client"), left("asked for"), right("requests"), right("errors"), left("last"));
    counts.forEach(
        each ->
            table.row(
                each.client(),
                each.endpoint(),
                each.requests(),
                each.errors(),
                Times.local(each.lastAt(), zone)));
    return table;
  }

  public List<Map<String, @Nullable Object>> json() {
    return counts.stream().map(UsageReport::json).toList();
  }

  private static Map<String, @Nullable Object> json(Count count) {
    return Json.object(
        "client", count.client(),
        "endpoint", count.endpoint(),
        "requests", count.requests(),
        "errors", count.errors(),
        "lastAt", count.lastAt());
  }
}
