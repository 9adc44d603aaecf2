package dev.tidemark.core.mirror;

import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.schema.EntityType;
import java.util.List;

/**
 * What was found when a table of a mirror was compared with the replica.
 *
 * @param replica what the replica's rows amount to
 * @param missing rows that only the replica has
 * @param extra rows that only the mirror has
 * @param different rows with different content
 * @param quarantined rows that are known to be refused by the database; in no other number
 * @param differences the first of what differs, in key order
 */
public record Comparison(
    EntityType type,
    Digest replica,
    long missing,
    long extra,
    long different,
    long quarantined,
    List<Difference> differences) {

  /** How many differences are listed at most. */
  public static final int LISTED = 100;

  public Comparison {
    differences = List.copyOf(differences);
  }

  /** Rows that differ. */
  public long drift() {
    return missing + extra + different;
  }

  public boolean isEqual() {
    return drift() == 0;
  }
}
