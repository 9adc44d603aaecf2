package dev.tidemark.core.sync.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What cycles there were and how they ended. Every method is one transaction of its own. Safe for
 * use by many threads, and it works on an interrupted one.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the journal cannot answer
 */
public interface SyncJournal {

  /** Writes down that a cycle runs, and gives it its number. */
  long begin(Mode mode, Instant at);

  /**
   * Writes down how a running cycle ended.
   *
   * @throws IllegalStateException if no such cycle is running; nothing is written
   */
  void end(long cycle, Run.Ended ended);

  /** Ends what a dead process left running, as {@code DIED}; only for the one who writes. */
  int reap(Instant at);

  /** The last cycles, the newest first, at most {@code atMost}. */
  List<Run> last(int atMost);

  Optional<Run> lastSuccess();

  Optional<Run> lastFullSuccess();
}
