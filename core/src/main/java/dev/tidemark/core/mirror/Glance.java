package dev.tidemark.core.mirror;

import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.mirror.spi.Hint;
import dev.tidemark.core.query.Extent;
import dev.tidemark.core.schema.EntityType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What can be said of a table without reading its rows, which is no proof of anything. */
record Glance(Work work) {

  /** False as well for one that is too large to tell. */
  boolean isEmpty(EntityType type) {
    return hint(type).filter(hint -> hint.count() == 0).isPresent();
  }

  /**
   * Whether the table has as many rows as the replica, and the same newest version, as far as the
   * database refuses none of them. True as well for one that is too large to tell.
   */
  boolean isEqual(EntityType type) {
    Extent ours = work.reader().extent(type);
    long quarantined = work.book().table(type).quarantined();
    return hint(type).filter(theirs -> !isEqual(ours, theirs, quarantined)).isEmpty();
  }

  private static boolean isEqual(Extent ours, Hint theirs, long quarantined) {
    return Math.abs(theirs.count() - ours.rows()) <= quarantined
        && (quarantined > 0 || cut(ours.newest()).equals(cut(theirs.newest())));
  }

  private Optional<Hint> hint(EntityType type) {
    try {
      return Optional.of(work.target().rows(type).hint());
    } catch (TimedOutException tooLarge) {
      return Optional.empty();
    }
  }

  /** To what a mirror stores. */
  private static Optional<Instant> cut(Optional<Instant> instant) {
    return instant.map(at -> at.truncatedTo(ChronoUnit.MICROS));
  }
}
