package dev.tidemark.core.sync;

import dev.tidemark.core.sync.SyncEvent.FullForced.Reason;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a cycle has to be a full one whatever was asked for, if it has to.
 *
 * @param fullInterval after which it has to be; zero for never
 */
record Effective(SyncJournal journal, Duration fullInterval) {

  /**
   * @param fresh whether the replica has no cursor yet
   */
  Optional<Reason> forced(Mode asked, boolean fresh, Identity identity, Instant now) {
    if (asked == Mode.FULL) {
      return Optional.empty();
    }
    if (fresh) {
      return Optional.of(Reason.FRESH);
    }
    if (identity.hasChanged()) {
      return Optional.of(Reason.IDENTITY);
    }
    return isOverdue(now) ? Optional.of(Reason.OVERDUE) : Optional.empty();
  }

  /** One that ended far ahead of the clock ended under another clock, and says nothing. */
  private boolean isOverdue(Instant now) {
    if (fullInterval.isZero()) {
      return false;
    }
    return journal
        .lastFullSuccess()
        .flatMap(Run::ended)
        .map(Run.Ended::at)
        .filter(at -> at.isAfter(now.minus(fullInterval)))
        .filter(at -> at.isBefore(now.plus(fullInterval)))
        .isEmpty();
  }
}
