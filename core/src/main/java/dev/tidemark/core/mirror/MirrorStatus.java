package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a mirror stands.
 *
 * @param place which tables of which database; holds no secret
 * @param standing as the process that keeps the mirror has last told; of {@link
 *     MirrorState#DISABLED} if none ever did
 * @param position how far the mirror is, as that process has last told
 * @param lag how far it is behind the feed
 * @param tables in the order of the schema
 */
public record MirrorStatus(
    String name,
    String place,
    Standing standing,
    Optional<Position> position,
    Lag lag,
    List<TableStatus> tables) {

  public MirrorStatus {
    tables = List.copyOf(tables);
  }

  /**
   * @param changes in the feed behind the mirror's position; where the feed was pruned or has gaps
   *     these are positions, not entries
   * @param oldest when the first of them was applied to the replica
   */
  public record Lag(long changes, Optional<Instant> oldest) {

    public static final Lag NONE = new Lag(0, Optional.empty());
  }

  /** Rows that the database does not take, of all tables. */
  public long quarantined() {
    return tables.stream().mapToLong(TableStatus::quarantined).sum();
  }
}
