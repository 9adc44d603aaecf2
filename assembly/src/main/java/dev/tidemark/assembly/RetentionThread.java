package dev.tidemark.assembly;

import dev.tidemark.core.feed.FeedRetention;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What forgets old changes, and the one thread that it does so on; both end here. */
final class RetentionThread implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 20;

  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final FeedRetention retention;

  RetentionThread(FeedRetention retention) {
    this.retention = retention;
    retention.start(worker);
  }

  /** A removal that runs is waited for: it is short, and its file is closed next. */
  @Override
  public void close() {
    retention.stop();
    worker.shutdown();
    try {
      if (!worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("stop forgetting old changes: it did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
