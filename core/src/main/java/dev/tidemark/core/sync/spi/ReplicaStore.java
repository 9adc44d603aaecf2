package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.EntityType;
import java.util.Map;

/**
 * The copy of the upstream, as a cycle writes it. Safe for use by many threads; writes queue.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the store cannot answer
 */
public interface ReplicaStore {

  /**
   * A staging area, to be closed by the caller.
   *
   * <p>That of an incremental cycle is empty, and gone when it is closed. That of a full cycle
   * takes up what earlier full cycles left: the rows of every type with {@link Staging#progress}.
   * They count as listed from then on, whatever they were, since they may be old by now.
   *
   * @throws dev.tidemark.core.StorageException also if there is too little space on the disk
   */
  Staging stage(Mode mode);

  /**
   * Applies what is staged in one transaction, or does nothing. Per entity type of the plan,
   * parents first:
   *
   * <ul>
   *   <li>rows parked earlier join the staged ones, unless a later one of their key is staged;
   *   <li>rows whose required parent is neither stored nor applied are parked, with what they wait
   *       for; a stored row with their key stays as it is;
   *   <li>the others are compared with the stored ones by content: what differs is upserted and
   *       gets one entry in the change feed, in key order; the rest is left alone. A {@link
   *       Source#LIST} row does not replace a stored row of a newer version. A row that had
   *       vanished and is staged again, in no older version if it is listed, has not vanished any
   *       more, which is an update;
   *   <li>stored live rows whose keys are {@linkplain Staging#vanished noted as vanished} get that
   *       mark with the time of the plan, and an entry of their own in the feed, behind the others
   *       of the type; parked rows with such keys are let go. What came in this cycle, even if it
   *       is undecodable or parked, has not vanished;
   *   <li>undecodable rows are kept, each once; those whose key was decoded this time are let go;
   *   <li>the cursor moves to what the plan says.
   * </ul>
   *
   * Then, children first, rows that have not been live for longer than the plan's retention are
   * removed, with an entry in the feed, unless another stored or parked row refers to them. A type
   * without a cursor keeps its rows.
   *
   * <p>Applying the same rows again changes nothing.
   *
   * @param staging made by this store's {@link #stage}
   * @throws dev.tidemark.core.FencedException if the journal has a run of a greater term than that
   *     of the plan's cycle, as the transaction sees it; nothing is changed
   * @throws dev.tidemark.core.CancelledException if the thread is interrupted meanwhile; nothing is
   *     changed then
   */
  Applied apply(Staging staging, ApplyPlan plan);

  /** The stored, parked and quarantined rows of every entity type, from one snapshot. */
  Map<EntityType, Counts> counts();
}
