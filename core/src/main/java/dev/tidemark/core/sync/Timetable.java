package dev.tidemark.core.sync;

import dev.tidemark.core.sync.Past.Setback;
import dev.tidemark.core.sync.spi.RequestLedger;
import dev.tidemark.core.sync.spi.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds when the next cycle is due by itself: an interval and a random offset after the last one
 * ended, however that was; at once if there was none; never before the upstream allows it.
 *
 * <p>An empty replica does not wait for an interval after a cycle that was merely stopped, or sent
 * away with a time to come back: the one goes on at once, the other at that time.
 *
 * <p>Times that this clock cannot have written are not believed: somebody has set it since.
 */
final class Timetable {

  /** Whatever a failure says, the upstream gets this much rest behind it, or an interval. */
  static final Duration REST = Duration.ofMinutes(1);

  private static final Set<String> STOPPED_OR_SENT_AWAY =
      Set.of("CANCELLED", "DIED", "UPSTREAM_RATE_LIMITED", "BUDGET_SPENT");

  private final Duration interval;
  private final double share;
  private final Jitter jitter;

  Timetable(SchedulePolicy policy, Jitter jitter) {
    this.interval = policy.interval();
    this.share = policy.jitter();
    this.jitter = jitter;
  }

  /** When the next cycle is due; {@code now} if that was earlier. */
  Instant next(Past past, Instant now) {
    return latest(
            Stream.of(
                Optional.of(now),
                anchor(past, now).map(this::due),
                rest(past, now),
                notBefore(past, now)))
        .orElse(now);
  }

  /** Until when the upstream is to be left alone, if that time is to come. */
  Optional<Instant> notBefore(Past past, Instant now) {
    return latest(
            Stream.of(
                past.notBefore(), setback(past, now).flatMap(setback -> believed(setback, now))))
        .filter(now::isBefore);
  }

  private Instant due(Instant anchor) {
    return anchor.plus(interval).plus(jitter.of(interval, share, anchor));
  }

  /** What the interval is counted from. */
  private Optional<Instant> anchor(Past past, Instant now) {
    Optional<Instant> ended =
        past.last()
            .filter(last -> past.succeeded() || !isStoppedOrSentAway(last.outcome()))
            .map(Run.Ended::at)
            .filter(at -> isOfThisClock(at, now));
    Optional<Instant> failed =
        setback(past, now)
            .filter(setback -> past.succeeded() || believed(setback, now).isEmpty())
            .map(Setback::at);
    return latest(Stream.of(ended, failed));
  }

  private Optional<Instant> rest(Past past, Instant now) {
    Duration rest = interval.compareTo(REST) < 0 ? interval : REST;
    return setback(past, now).map(setback -> setback.at().plus(rest));
  }

  private Optional<Setback> setback(Past past, Instant now) {
    return past.setback().filter(setback -> isOfThisClock(setback.at(), now));
  }

  private static Optional<Instant> believed(Setback setback, Instant now) {
    return setback.notBefore().filter(time -> RequestLedger.isBelieved(time, now));
  }

  private boolean isOfThisClock(Instant at, Instant now) {
    return !at.isAfter(now.plus(interval));
  }

  private static boolean isStoppedOrSentAway(Run.Outcome outcome) {
    return outcome instanceof Run.Failed failed && STOPPED_OR_SENT_AWAY.contains(failed.code());
  }

  private static Optional<Instant> latest(Stream<Optional<Instant>> times) {
    return times.flatMap(Optional::stream).max(Comparator.naturalOrder());
  }
}
