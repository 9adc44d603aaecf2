package dev.tidemark.app.edge;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks the edge that has a data directory to serve an older snapshot. There is one file for the
 * order and one for the answer: whoever may write to the directory may give orders.
 */
public final class RollbackOrder {

  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final int MILLIS_UNTIL_LOOKED_AGAIN = 50;

  private final OrderFiles files;
  private final String snapshot;
  private final String id = UUID.randomUUID().toString();

  /**
   * @param data the directory of the edge
   */
  public RollbackOrder(Path data, String snapshot) {
    this.files = new OrderFiles(data);
    this.snapshot = snapshot;
  }

  /**
   * Gives the order, and waits for what comes of it.
   *
   * @return the version that is served now
   * @throws NotFoundException if the edge says no
   * @throws StorageException if nobody takes the order in this time, which is withdrawn then; or if
   *     it was taken, and nobody has said what became of it
   */
  public String give(Duration patience) {
    try {
      files.put(id, snapshot);
      return answered(patience).orElseThrow(this::unanswered).served();
    } catch (IOException e) {
      throw new StorageException(attempted() + ": " + e, false, e);
    }
  }

  private Optional<RollbackAnswer> answered(Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<RollbackAnswer> answer = files.takeAnswer(id);
    while (answer.isEmpty() && System.nanoTime() < end) {
      pause();
      answer = files.takeAnswer(id);
    }
    return answer;
  }

  private void pause() {
    try {
      NEVER.await(MILLIS_UNTIL_LOOKED_AGAIN, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new CancelledException(attempted() + ": stopped", e);
    }
  }

  private StorageException unanswered() {
    return new StorageException(
        attempted()
            + (withdrawn()
                ? ": the process that has the directory does not take the order, is it an edge?"
                    + " Nothing was changed"
                : ": the edge took the order and has not answered; look what it serves now"),
        true);
  }

  private boolean withdrawn() {
    try {
      return files.withdraw(id);
    } catch (IOException e) {
      throw new StorageException(attempted() + ": " + e, false, e);
    }
  }

  private String attempted() {
    return "roll back snapshot %s in %s".formatted(snapshot, files.directory());
  }
}
