package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.util.List;

/**
 * A private place for the rows of one cycle. Nothing in it is visible in the replica before {@link
 * ReplicaStore#apply}, and nothing of it is left after {@link #close()}, which is idempotent.
 *
 * <p>For one thread. Of two staged rows with one key the live one wins over the listed one, then
 * the newer version, then the later one.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the place is full or broken
 */
public interface Staging extends AutoCloseable {

  /** Takes rows of this type; rows of several sinks add up. */
  RowSink sink(EntityType type, Source source);

  /** Forgets what was staged for this type. */
  void discard(EntityType type);

  /**
   * Keys that staged or parked rows require as parents and that are neither stored nor staged, by
   * parent type, parents first, in key order, at most {@code atMost} for each type.
   *
   * <p>Keys that were {@linkplain #unanswered not answered} in this cycle are left out. Those of
   * earlier cycles are left out too, unless {@code again}; they then come last.
   */
  List<MissingParents> missingParents(boolean again, int atMost);

  /** Remembers, with the cycle when it is applied, that the upstream does not know these keys. */
  void unanswered(EntityType type, List<RowKey> keys);

  @Override
  void close();
}
