package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.CancelledException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** Looks through whole files, several looks at once. Safe for use by many threads. */
final class FileProof {

  private static final String SOUND = "ok";

  private static final int THREADS = 2;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, FileProof::thread);

  /** It ends with the process: a look that is cut off has changed nothing. */
  private static Thread thread(Runnable looks) {
    Thread thread = Executors.defaultThreadFactory().newThread(looks);
    thread.setName("tidemark-snapshot-proof");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends what is under way, and what waits for its turn: whoever waits for that is told. */
  void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Future<?> look) {
        look.cancel(true);
      }
    }
  }

  /**
   * What was found.
   *
   * @param damage empty of a sound file
   */
  record Found(String hash, Optional<String> damage) {

    private static Found of(List<String> said) {
      return new Found(said.get(0), Optional.of(said.get(1)).filter(text -> !text.equals(SOUND)));
    }
  }

  /** The hash of a file that nobody writes to, which is put on the disk meanwhile. */
  String hashAndSync(Path file) {
    return all(file, List.of(() -> Hashes.of(file), () -> synced(file))).get(0);
  }

  /** Hashes a file that nobody writes to, and has SQLite check it. */
  Found look(Path file) {
    return Found.of(all(file, List.of(() -> Hashes.of(file), () -> quickCheck(file))));
  }

  /**
   * Has SQLite check a file that nobody writes to, and hashes its rows. Of a damaged one the hash
   * is why there is none; neither reads more than there is in the file.
   *
   * @param roots of the tables whose rows are hashed
   */
  Found lookAtRows(Path file, SortedMap<String, Long> roots) {
    return Found.of(all(file, List.of(() -> contentHash(file, roots), () -> quickCheck(file))));
  }

  private static String synced(Path file) throws IOException {
    DurableFiles.sync(file);
    return SOUND;
  }

  /**
   * The same of a file that is being made; meanwhile, something is done to bytes of it that belong
   * to nothing.
   *
   * @throws dev.tidemark.core.StorageException of a damaged one whose rows cannot be hashed, too
   */
  Found lookAtRows(Path file, SortedMap<String, Long> roots, Callable<?> meanwhile) {
    return Found.of(
        all(
            file,
            List.of(
                () -> ContentHash.of(file, roots), () -> quickCheck(file), () -> done(meanwhile))));
  }

  /** Hashes a file, while something else is done that does not change it. */
  String fileHash(Path file, Callable<?> meanwhile) {
    return all(file, List.of(() -> Hashes.of(file), () -> done(meanwhile))).get(0);
  }

  private static String done(Callable<?> work) throws Exception {
    work.call();
    return SOUND;
  }

  private static String contentHash(Path file, SortedMap<String, Long> roots) throws IOException {
    try {
      return ContentHash.of(file, roots);
    } catch (DamagedFileException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private List<String> all(Path file, List<Callable<String>> looks) {
    List<String> said = new ArrayList<>();
    try {
      for (Future<String> each : threads.invokeAll(looks)) {
        said.add(each.get());
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("verify " + file + ": stopped", e);
    } catch (CancellationException | RejectedExecutionException e) {
      throw new CancelledException("verify " + file + ": the store is closed", e);
    } catch (ExecutionException e) {
      throw failed(file, e);
    }
  }

  private static RuntimeException failed(Path file, ExecutionException failure) {
    if (failure.getCause() instanceof IOException e) {
      return SqliteErrors.translate("verify", file, e);
    }
    if (failure.getCause() instanceof SQLException e) {
      return SqliteErrors.translate("verify", file, e);
    }
    return failure.getCause() instanceof RuntimeException e
        ? e
        : new IllegalStateException("verify " + file, failure);
  }

  private static String quickCheck(Path file) throws SQLException {
    try (Connection connection = Connections.fixed(file)) {
      StopOnInterrupt.watch(connection);
      return Connections.text(connection, "PRAGMA quick_check(1)");
    } catch (SQLException e) {
      if (SqliteErrors.isOfContent(e)) {
        return String.valueOf(e.getMessage());
      }
      throw e;
    }
  }
}
