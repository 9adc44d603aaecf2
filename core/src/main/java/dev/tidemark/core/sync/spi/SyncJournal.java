package dev.tidemark.core.sync.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What cycles there were and how they ended. Every method is one transaction of its own. Safe for
 * use by many threads, and it works on an interrupted one.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the journal cannot answer
 */
public interface SyncJournal {

  /** As {@link #begin(Mode, Instant, OptionalLong)}, in the term of the last run. */
  default long begin(Mode mode, Instant at) {
    return begin(mode, at, OptionalLong.empty());
  }

  /**
   * Writes down that a cycle runs, and gives it its number.
   *
   * @param term the {@link Leadership#term()} in which it runs; without one it is that of the last
   *     run, and 0 for the first
   * @throws dev.tidemark.core.FencedException if there is a run of a greater term; nothing is
   *     written
   */
  long begin(Mode mode, Instant at, OptionalLong term);

  /**
   * Writes down how a running cycle ended.
   *
   * @throws IllegalStateException if no such cycle is running; nothing is written
   */
  void end(long cycle, Run.Ended ended);

  /** As {@link #reap(Instant, OptionalLong)}, in the term of the last run. */
  default int reap(Instant at) {
    return reap(at, OptionalLong.empty());
  }

  /**
   * Ends what a dead process left running, as {@code DIED}; only for the one who writes.
   *
   * @param term as when a run begins
   * @throws dev.tidemark.core.FencedException if there is a run of a greater term; nothing is
   *     written
   */
  int reap(Instant at, OptionalLong term);

  /** The last cycles, the newest first, at most {@code atMost}. */
  List<Run> last(int atMost);

  Optional<Run> lastSuccess();

  Optional<Run> lastFullSuccess();
}
