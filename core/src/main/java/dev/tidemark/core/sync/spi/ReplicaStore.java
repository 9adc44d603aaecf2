package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import java.util.Map;

/**
 * The copy of the upstream, as a cycle writes it. Safe for use by many threads; writes queue.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the store cannot answer
 */
public interface ReplicaStore {

  /** An empty staging area, to be closed by the caller. */
  Staging stage();

  /**
   * Applies what is staged in one transaction, or does nothing. Per entity type, parents first:
   *
   * <ul>
   *   <li>rows parked earlier join the staged ones, unless a later one of their key is staged;
   *   <li>rows whose required parent is neither stored nor applied are parked, with what they wait
   *       for; a stored row with their key stays as it is;
   *   <li>the others are compared with the stored ones by content: what differs is upserted and
   *       gets one entry in the change feed, in key order; the rest is left alone. A {@link
   *       Source#LIST} row does not replace a stored row of a newer version;
   *   <li>undecodable rows are kept, each once; those whose key was decoded this time are let go;
   *   <li>the cursor moves to what the plan says.
   * </ul>
   *
   * Applying the same rows again changes nothing.
   *
   * @param staging made by this store's {@link #stage()}
   */
  Applied apply(Staging staging, ApplyPlan plan);

  /** The stored, parked and quarantined rows of every entity type, from one snapshot. */
  Map<EntityType, Counts> counts();
}
