package dev.tidemark.core.sync;

import dev.tidemark.core.sync.SyncEvent.FullForced.Reason;
import dev.tidemark.core.sync.spi.CursorStore;
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
record Effective(CursorStore cursors, SyncJournal journal, Duration fullInterval) {

  Optional<Reason> forced(Mode asked, String identity, Instant now) {
    if (asked == Mode.FULL) {
      return Optional.empty();
    }
    if (cursors.cursors().isEmpty()) {
      return Optional.of(Reason.FRESH);
    }
    if (cursors.identity().filter(before -> !before.equals(identity)).isPresent()) {
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
