package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.sync.spi.Run;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a replica stands.
 *
 * @param runs the last cycles, the newest first
 * @param lastSuccess the last one that brought every type up to date
 * @param notBefore until when the upstream wants no request
 * @param now when it stands so, and where that is read
 */
public record StatusReport(
    List<Run> runs,
    Optional<Run> lastSuccess,
    Holdings holdings,
    Position position,
    Optional<Instant> notBefore,
    Moment now) {

  public void print(Place place, PrintWriter out) {
    Runs.table(runs, now.zone()).print(out);
    Runs.lastFailure(runs).forEach(out::println);
    out.println();
    holdings.table(now.zone()).print(out);
    out.println();
    out.println(age());
    notBefore.ifPresent(until -> out.println(leaveAlone(until)));
    out.println(
        "feed position %s, %s".formatted(Amounts.count(position.value()), place.database()));
    holdings.hints(place).forEach(out::println);
  }

  public Map<String, @Nullable Object> json(Place place) {
    return Json.object(
        "database", place.database().toString(),
        "position", position.value(),
        "upToDateAt", upToDateAt(),
        "ageSeconds", upToDateAt().map(at -> Duration.between(at, now.at()).toSeconds()),
        "notBefore", notBefore,
        "orphans", holdings.orphans(),
        "quarantined", holdings.quarantined(),
        "vanished", holdings.vanished(),
        "dangling", holdings.dangling(),
        "runs", runs.stream().map(Runs::json).toList(),
        "types", holdings.json());
  }

  private Optional<Instant> upToDateAt() {
    return lastSuccess.flatMap(Run::ended).map(Run.Ended::at);
  }

  private String age() {
    return upToDateAt()
        .map(
            at ->
                "up to date at %s, %s ago"
                    .formatted(
                        Times.local(at, now.zone()), Amounts.time(Duration.between(at, now.at()))))
        .orElse("not complete yet: no cycle has succeeded");
  }

  private String leaveAlone(Instant until) {
    return "the upstream wants no request before %s, in %s"
        .formatted(Times.local(until, now.zone()), Amounts.wait(Duration.between(now.at(), until)));
  }
}
