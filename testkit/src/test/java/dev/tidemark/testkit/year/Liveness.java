package dev.tidemark.testkit.year;

import static dev.tidemark.testkit.year.Promises.INTERVAL;

import dev.tidemark.core.sync.spi.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * That cycles keep coming. Looked at once a minute: in fair weather, from the last cycle or the
 * last foul minute on, the next success is never further away than an interval with its offset, a
 * ladder and a cycle; and one interval more if the clock was set, since a time that is ahead by an
 * interval is believed.
 */
final class Liveness {

  private static final Duration FULL_INTERVAL = Duration.ofHours(24);

  /** Offset, ladder with its jitter, the cycle itself, and the minute in which all is noticed. */
  private static final Duration SLACK = Duration.ofMinutes(6 + 12 + 6 + 2);

  private static final Duration LIMIT = INTERVAL.plus(SLACK);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Era era;
  private Instant lostAt = Instant.MIN;
  private Instant fairSince = Era.START;
  private Instant lastSuccess = Era.START;
  private Duration fairSinceFull = Duration.ZERO;
  private Duration setBackAtFull = Duration.ZERO;
  private int spellsSinceFull = 1;
  private boolean wasFoul;

  Liveness(Era era) {
    this.era = era;
  }

  void lost() {
    lostAt = era.now();
    spoilt();
  }

  Instant lostAt() {
    return lostAt;
  }

  void spoilt() {
    fairSince = era.now();
    wasFoul = true;
  }

  void succeeded(Mode mode) {
    lastSuccess = era.now();
    if (mode == Mode.FULL) {
      fairSinceFull = Duration.ZERO;
      setBackAtFull = era.setBack();
      spellsSinceFull = 1;
    }
  }

  /**
   * @param foul whether nothing can be expected in this minute
   * @return what is late, if something is
   */
  Optional<String> look(boolean foul) {
    if (foul) {
      spoilt();
      return Optional.empty();
    }
    if (wasFoul) {
      wasFoul = false;
      spellsSinceFull++;
    }
    fairSinceFull = fairSinceFull.plus(MINUTE);
    Instant since = lastSuccess.isAfter(fairSince) ? lastSuccess : fairSince;
    if (era.now().isAfter(since.plus(limit(since)))) {
      return Optional.of("no cycle since " + since);
    }
    Duration full =
        FULL_INTERVAL
            .plus(LIMIT.multipliedBy(spellsSinceFull))
            .plus(era.setBack().minus(setBackAtFull));
    return fairSinceFull.compareTo(full) > 0
        ? Optional.of("no full cycle for %s of fair weather".formatted(fairSinceFull))
        : Optional.empty();
  }

  /** A time under which the last cycle ended may have been ahead. */
  private Duration limit(Instant since) {
    boolean mayBeAhead = era.lastSet().isAfter(since.minus(LIMIT.multipliedBy(2)));
    return mayBeAhead ? LIMIT.plus(INTERVAL).plus(SLACK) : LIMIT;
  }
}
