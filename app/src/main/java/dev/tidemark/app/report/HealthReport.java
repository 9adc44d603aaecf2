package dev.tidemark.app.report;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Table;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.sync.EndpointHealth;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How each endpoint of the upstream answers. */
public record HealthReport(List<EndpointHealth> endpoints) {

  public HealthReport {
    endpoints = List.copyOf(endpoints);
  }

  /** Nothing, if the upstream was never asked. */
  public void print(ZoneId zone, PrintWriter out) {
    if (!endpoints.isEmpty()) {
      out.println();
      table(zone).print(out);
    }
  }

  private Table table(ZoneId zone) {
    Table table =
        Table.of(
            left("endpoint"),
            right("requests"),
            right("failed"),
            right("in a row"),
            right("latency"),
            left("last answer"),
            left("last failure"));
    endpoints.forEach(
        each ->
            table.row(
                each.endpoint(),
                Amounts.count(each.requests()),
                Amounts.count(each.failures()),
                Amounts.count(each.consecutiveFailures()),
                each.latencyMillis().map(HealthReport::latency).orElse("-"),
                when(each.lastSuccessAt(), zone),
                each.lastFailureCode()
                    .map(code -> when(each.lastFailureAt(), zone) + " " + Runs.inWords(code))
                    .orElse("-")));
    return table;
  }

  private static String latency(double millis) {
    return Amounts.time(Duration.ofMillis(Math.round(millis)));
  }

  private static String when(Optional<Instant> at, ZoneId zone) {
    return at.map(time -> Times.local(time, zone)).orElse("-");
  }

  public List<Map<String, @Nullable Object>> json() {
    return endpoints.stream().map(HealthReport::json).toList();
  }

  private static Map<String, @Nullable Object> json(EndpointHealth health) {
    return Json.object(
        "endpoint", health.endpoint(),
        "requests", health.requests(),
        "failures", health.failures(),
        "consecutiveFailures", health.consecutiveFailures(),
        "latencyMillis", health.latencyMillis(),
        "lastLatencyMillis", health.lastLatencyMillis(),
        "lastSuccessAt", health.lastSuccessAt(),
        "lastFailureAt", health.lastFailureAt(),
        "lastFailureCode", health.lastFailureCode());
  }
}
