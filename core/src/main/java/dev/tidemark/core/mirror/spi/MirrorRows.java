package dev.tidemark.core.mirror.spi;

import dev.tidemark.core.query.KeyRange;
import java.util.List;

/**
 * The rows of one type on a mirror, to compare them. Each method sees one consistent snapshot, and
 * none holds the database for longer than the target allows.
 *
 * @throws dev.tidemark.core.TimedOutException from every method, if it would take longer than that;
 *     a smaller range may do
 */
public interface MirrorRows {

  /** Number of rows and newest version: cheap, and no proof of anything. */
  Hint hint();

  /** What the rows of a range amount to, as {@link dev.tidemark.core.mirror.RowDigest} has it. */
  Digest digest(KeyRange range);

  /**
   * The rows of a range one by one in key order, at most {@code atMost} of them.
   *
   * @throws IllegalArgumentException if {@code atMost} is not positive
   */
  List<Fingerprint> fingerprints(KeyRange range, int atMost);
}
