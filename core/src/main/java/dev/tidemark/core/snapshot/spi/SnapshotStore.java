package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Stamp;
import java.time.Instant;

/**
 * The snapshot files of one data directory: those that were built there, and those that were taken
 * from others. Safe for use by many threads, and for one process at a time.
 *
 * @throws dev.tidemark.core.StorageException from every method of it and of what it gives, if the
 *     disk or a database fails
 */
public interface SnapshotStore {

  /**
   * Builds a snapshot of the source as of one moment, in one read transaction, and keeps it as the
   * newest generation of its name; older ones are removed beyond those that are kept, and those of
   * another specification at once. It appears whole, verified and on the disk, or not at all. No
   * byte that the plan does not allow is in the file then.
   *
   * <p>Where the newest generation was built by the same plan and the feed reaches back to it, it
   * is copied and brought forward; the content and its hash are those of a build from the start.
   * Until that is done, the unfinished file has rows that were allowed in the last generation. What
   * no plan of the name has allowed is in no file, finished or not. An older generation whose file
   * is not what it was is dropped, and the build begins from the start.
   *
   * <p>The same content with another stamp is another file and another generation. Of those in a
   * row that have the same content, the first and the last are kept: whoever has it has the first
   * or a later one, and what came before is not pushed off the shelf.
   *
   * @param oldest how old a generation of the same content may be to be as good as a new one
   * @return the newest generation: a new one with this stamp; or the last one if the content is the
   *     same, and it was not built before that
   * @throws dev.tidemark.core.CancelledException if the thread is interrupted meanwhile
   */
  Built build(SnapshotPlan plan, Stamp stamp, Instant oldest);

  /** The same; a generation of the same content is as good as a new one at any age. */
  default Built build(SnapshotPlan plan, Stamp stamp) {
    return build(plan, stamp, Instant.MIN);
  }

  /**
   * A token of the source that is another one when anything was committed there since, by whatever
   * process or connection. It may be another one for no reason, and says nothing about order.
   */
  long mark();

  /** The files of this name. */
  SnapshotShelf shelf(String name);
}
