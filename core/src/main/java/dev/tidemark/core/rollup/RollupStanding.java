package dev.tidemark.core.rollup;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a rollup stands, all at one moment.
 *
 * @param now by the clock of the database, as all times here
 * @param watermark up to where changes were taken in
 * @param waitingSince the oldest change that was not taken in: the time of its note, of its write
 *     or of its event, whatever is known; empty if there is none
 * @param queued notes of triggers that wait
 * @param behind numbers of the sequence that wait, where there is one
 * @param completeSince when a backfill had computed all there was; empty before, and again after
 *     triggers or tables had to be made anew
 * @param walk the backfill that has begun and not ended
 * @param writer who has the lease now
 */
public record RollupStanding(
    Instant now,
    Watermark watermark,
    Optional<Instant> waitingSince,
    long queued,
    OptionalLong behind,
    Optional<Instant> completeSince,
    Optional<Walk> walk,
    Optional<Success> lastSuccess,
    Optional<Failure> lastFailure,
    long lockMisses,
    long mismatches,
    Optional<Writer> writer) {

  /** Of one that was never prepared. */
  public static RollupStanding never(Instant now) {
    return new RollupStanding(
        now,
        Watermark.NONE,
        Optional.empty(),
        0,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        Optional.empty());
  }

  /** A tick that did something, or the first that went well after a failure. */
  public record Success(Instant at, long cells) {}

  /** The last failure; what goes well behind it does not erase it. */
  public record Failure(Instant at, String reason) {}

  /**
   * Who may write.
   *
   * @param until when the lease ends, unless it is renewed
   */
  public record Writer(String name, Instant until) {}

  public boolean isComplete() {
    return completeSince.isPresent();
  }

  /** When the lease ends of whoever has it. */
  public Optional<Instant> busyUntil() {
    return writer.map(Writer::until);
  }

  /** How long the oldest change waits that was not taken in; zero if there is none. */
  public Duration age() {
    return waitingSince
        .map(since -> Duration.between(since, now))
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }

  /** Whether the last thing that was tried failed. */
  public boolean isFailing() {
    return lastFailure.isPresent()
        && lastSuccess.map(last -> last.at().isBefore(lastFailure.get().at())).orElse(true);
  }
}
