package dev.tidemark.testkit.year;

import static dev.tidemark.testkit.year.Promises.INTERVAL;

import dev.tidemark.core.sync.spi.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * That cycles keep coming. Looked at once a minute: in fair weather, from the last cycle or the
 * last foul minute on, the next success is never further away than an interval with its offset, a
 * ladder and a cycle; and a full one never further than the full interval and one such wait for
 * every spell of fair weather. Where the clock is set back, all this takes so much longer.
 */
final class Liveness {

  private static final Duration FULL_INTERVAL = Duration.ofHours(24);

  /** Offset, ladder with its jitter, the cycle itself, and the minute in which all is noticed. */
  private static final Duration SLACK = Duration.ofMinutes(6 + 12 + 6 + 2);

  private static final Duration LIMIT = INTERVAL.plus(SLACK);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Era era;
  private Instant lostAt = Instant.MIN;
  private Instant since = Era.START;
  private Duration setBackBefore = Duration.ZERO;
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

  /** What was to be expected before is not any more. */
  void spoilt() {
    beginAnew();
    wasFoul = true;
  }

  private void beginAnew() {
    since = era.now();
    setBackBefore = era.setBack();
  }

  void succeeded(Mode mode) {
    beginAnew();
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
    if (era.now().isAfter(since.plus(LIMIT).plus(era.setBack()).minus(setBackBefore))) {
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
}
