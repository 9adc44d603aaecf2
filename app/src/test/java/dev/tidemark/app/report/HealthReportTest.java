package dev.tidemark.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.sync.EndpointHealth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HealthReportTest {

  private static final Instant NOON = Instant.parse("2026-04-16T12:00:00Z");

  private final EndpointHealth healthy =
      new EndpointHealth(
          "peeringdb",
          "net",
          1_200,
          0,
          0,
          Optional.of(42.4),
          Optional.of(40.0),
          Optional.of(NOON),
          Optional.empty(),
          Optional.empty());

  private final EndpointHealth failing =
      new EndpointHealth(
          "peeringdb",
          "org",
          9,
          3,
          2,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(NOON),
          Optional.of("UPSTREAM_RATE_LIMITED"));

  @Test
  void print_lists_everyEndpoint_andSaysWhatNeverWas() {
    String text = printed(healthy, failing);

    assertThat(text.lines().skip(1))
        .anyMatch(line -> line.matches("net +1,200 +0 +0 +42 ms +2026-04-16 12:00:00.* +- *"))
        .anyMatch(line -> line.matches("org +9 +3 +2 +- +- +2026-04-16 12:00:00.* rate limited *"));
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(104));
  }

  @Test
  void print_ofAnUpstreamThatWasNeverAsked_isNothing() {
    assertThat(printed()).isEmpty();
  }

  @Test
  void json_hasEveryFigure() {
    Map<String, ?> json = new HealthReport(List.of(failing)).json().get(0);

    assertThat(json.get("endpoint")).isEqualTo("org");
    assertThat(json.get("consecutiveFailures")).isEqualTo(2L);
    assertThat(json).containsKeys("latencyMillis", "lastLatencyMillis", "lastSuccessAt");
    assertThat(json.get("lastFailureCode").toString()).contains("UPSTREAM_RATE_LIMITED");
  }

  private static String printed(EndpointHealth... endpoints) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text, true);
    new HealthReport(List.of(endpoints)).print(ZoneOffset.UTC, out);
    return text.toString();
  }
}
