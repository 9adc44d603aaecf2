package dev.tidemark.assembly;

import dev.tidemark.core.rollup.Rollups;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Rollups and the threads that say that work on them goes on, none before there is work. The work
 * itself is on the threads of those who do it, and has ended before these do.
 */
final class RollupThreads implements AutoCloseable {

  private final ExecutorService helpers = Executors.newCachedThreadPool();
  private final Rollups rollups;

  RollupThreads(Function<Executor, Rollups> made) {
    this.rollups = made.apply(helpers);
  }

  Rollups rollups() {
    return rollups;
  }

  @Override
  public void close() {
    helpers.shutdownNow();
  }
}
