package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * That nobody else on this machine is making, opening or replacing a file of this state. Those who
 * want to wait for their turn; the operating system ends that of a process that dies.
 */
final class OpeningTurn {

  private static final String NAME = "state.lock";

  /** Within this process: the locks of a file belong to the process, not to who took them. */
  private static final ReentrantLock HERE = new ReentrantLock();

  private OpeningTurn() {}

  /** What is done in a turn. */
  interface Work<T> {
    T run() throws SQLException, IOException;
  }

  /** Whoever has a turn may take it again, on the way to its end. */
  static <T> T take(Path directory, Work<T> work) throws SQLException, IOException {
    if (HERE.isHeldByCurrentThread()) {
      return work.run();
    }
    HERE.lock();
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      return work.run();
    } finally {
      HERE.unlock();
    }
  }
}
