package dev.tidemark.app.edge;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.snapshot.SignedManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks again and again for orders to roll back, and follows them. */
public final class RollbackOrders implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.edge");
  private static final int EVERY_MILLIS = 200;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final OrderFiles files;
  private final Function<String, SignedManifest> rollBack;
  private boolean unreadable;

  /**
   * @param data the directory of the edge
   * @param rollBack serves the next older generation of the snapshot of this name
   */
  public RollbackOrders(Path data, Function<String, SignedManifest> rollBack) {
    this.files = new OrderFiles(data);
    this.rollBack = rollBack;
  }

  /** Orders that are there already were given to another process, and do not count. */
  public void start() {
    attempt(files::clear);
    thread.scheduleWithFixedDelay(
        () -> attempt(this::look), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() throws IOException {
    for (OrderFiles.Order order : files.take()) {
      files.answer(order.id(), followed(order.text()).toString());
    }
  }

  private RollbackAnswer followed(String snapshot) {
    try {
      return new RollbackAnswer(true, rollBack.apply(snapshot).manifest().version().toString());
    } catch (TidemarkException refused) {
      return new RollbackAnswer(false, String.valueOf(refused.getMessage()));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Whatever goes wrong, it looks again; that it does is told once. */
  private void attempt(Work work) {
    try {
      work.run();
      unreadable = false;
    } catch (IOException | RuntimeException failure) {
      if (!unreadable) {
        LOG.warn("orders cannot be read reason={}", failure.toString());
      }
      unreadable = true;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
