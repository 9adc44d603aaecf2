package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.sync.SyncSchedule.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who syncs, and when next. */
public record StandingReport(Standing standing) {

  public Map<String, @Nullable Object> json() {
    return Json.object(
        "leader", standing.leader(),
        "running", standing.running().map(mode -> mode.name().toLowerCase(Locale.ROOT)),
        "next", standing.next(),
        "notBefore", standing.notBefore());
  }

  public List<String> lines(Moment now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        standing.leader()
            ? "this process syncs; " + next(now)
            : "another process writes there; this one takes over when that one ends");
    standing
        .notBefore()
        .map(at -> "the upstream is to be left alone until " + Times.local(at, now.zone()))
        .ifPresent(lines::add);
    return lines;
  }

  private String next(Moment now) {
    return standing
        .running()
        .map(mode -> "a cycle runs now")
        .or(() -> standing.next().map(at -> start(at, now)))
        .orElse("no cycle is planned");
  }

  private static String start(Instant at, Moment now) {
    Duration wait = Duration.between(now.at(), at);
    return wait.toSeconds() < 1
        ? "the next cycle starts now"
        : "the next cycle starts at %s, in %s"
            .formatted(Times.local(at, now.zone()), Amounts.wait(wait));
  }
}
