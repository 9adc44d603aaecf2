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

  /**
   * Orders that are there already may have been given to another process, so they are not followed;
   * whoever waits for one is told so.
   */
  public void start() {
    attempt(files::clear);
    attempt(() -> answer(RollbackOrders::tooEarly));
    thread.scheduleWithFixedDelay(
        () -> attempt(() -> answer(this::followed)),
        EVERY_MILLIS,
        EVERY_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  private void answer(Function<String, RollbackAnswer> follow) throws IOException {
    for (OrderFiles.Order order : files.take()) {
      attempt(() -> files.answer(order.id(), follow.apply(order.text()).toString()));
    }
  }

  private static RollbackAnswer tooEarly(String snapshot) {
    return new RollbackAnswer(
        false,
        "roll back snapshot %s: the edge was only starting, nothing was changed; try again"
            .formatted(snapshot));
  }

  private RollbackAnswer followed(String snapshot) {
    try {
      return new RollbackAnswer(true, rollBack.apply(snapshot).manifest().version().toString());
    } catch (TidemarkException refused) {
      return new RollbackAnswer(false, String.valueOf(refused.getMessage()));
    } catch (RuntimeException bug) {
      LOG.error("an order was not followed", bug);
      return new RollbackAnswer(
          false, "roll back snapshot %s: internal error: %s".formatted(snapshot, bug));
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
