package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A private place for the rows of one cycle. Nothing in it is visible in the replica before {@link
 * ReplicaStore#apply}. Nothing of it is left after {@link #close()}, which is idempotent, except
 * that a full cycle's area which was not applied keeps every type with {@linkplain #progress
 * progress}, and so does that of a process that dies.
 *
 * <p>For one thread. Of two staged rows with one key the live one wins over the listed one, then
 * the newer version, then the later one.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the place is full or broken
 */
public interface Staging extends AutoCloseable {

  /** Takes rows of this type; rows of several sinks add up. */
  RowSink sink(EntityType type, Source source);

  /** Forgets what was staged for this type, and its progress. */
  void discard(EntityType type);

  /** How far the type has come, in this cycle or in the ones that it takes up. */
  Optional<Progress> progress(EntityType type);

  /** Writes down how far the type has come, together with its rows. */
  void progress(EntityType type, Progress progress);

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

  /**
   * Live rows of the type, stored or parked, that did not come in this cycle, not even as
   * undecodable ones.
   *
   * @param upTo rows of a later version are left out: the list may be older than they are
   * @param atMost how many keys are given, in key order; all are counted
   */
  Vanishing vanishing(EntityType type, Optional<Instant> upTo, int atMost);

  /** Notes, for the apply, that the upstream was asked for these keys and does not know them. */
  void vanished(EntityType type, List<RowKey> keys);

  @Override
  void close();
}
