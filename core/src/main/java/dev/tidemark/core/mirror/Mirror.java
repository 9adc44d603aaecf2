package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import java.time.Duration;
import java.util.List;

/**
 * One mirror, to be worked on by hand. What is done here blocks the caller, and can be done while
 * another thread or process keeps the mirror: whoever writes waits for the others, and reads what
 * it writes behind that. An interrupt ends it between two statements, with {@link
 * dev.tidemark.core.CancelledException}; what is done by then stays, and is not done again. Safe
 * for use by many threads.
 *
 * @throws dev.tidemark.core.MirrorUnavailableException from every method but {@link #name}, {@link
 *     #place} and {@link #status}, if its database does not answer
 * @throws dev.tidemark.core.MirrorSetupException from the same, if its tables are not as they
 *     should be
 * @throws dev.tidemark.core.StorageException from all but those two, if the replica or the state
 *     cannot answer
 */
public interface Mirror {

  String name();

  /** Which tables of which database it is; holds no secret. */
  String place();

  /** How it stands. Asks its database nothing. */
  MirrorStatus status();

  /** What its database does not take, by entity type and key. Asks its database nothing. */
  List<RefusedRow> quarantined();

  /**
   * Brings the mirror to where the replica is: makes its tables, copies what was never copied,
   * repairs what is doubted, and follows the feed to its end. Goes on where an earlier one was
   * ended. One that is asked for while another runs here is the same one: all callers get its
   * result.
   */
  Backfilled backfill();

  /**
   * Compares tables with the replica, row by row where digests differ. What the feed explains is no
   * difference. Writes nothing to the mirror.
   *
   * @param types in the order of the schema
   * @return one for each type
   */
  List<Comparison> verify(List<EntityType> types);

  /**
   * Makes exactly the rows that differ equal: removes the extra ones first, children before
   * parents, each looked up once more, then writes the others, parents before children. Where more
   * would be removed than may be, nothing of that table is. What was written is looked at once
   * more.
   *
   * @return one for each type
   */
  List<Repaired> repair(RepairRequest request);

  /**
   * Waits until the mirror has this position of the feed, committed, and all that came before it
   * but for what its database refuses or what it is known to lack.
   *
   * @return false if it had not when the time was over
   */
  boolean await(Position position, Duration timeout);
}
