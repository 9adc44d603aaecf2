package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What this process writes with: the connection to the replica that others see, and the lock of the
 * directory, which together entitle it. Closing lets go of the lock last, since until then nobody
 * else may write. Safe for use by many threads, though the connection is not.
 */
final class Writer implements AutoCloseable {

  private final Connection connection;
  private final OpenFile replica;
  private final WriterLock lock;
  private final AtomicBoolean entitled = new AtomicBoolean(true);

  /**
   * @param replica what the connection writes to
   */
  Writer(Connection connection, OpenFile replica, WriterLock lock) {
    this.connection = connection;
    this.replica = replica;
    this.lock = lock;
  }

  Connection connection() {
    return connection;
  }

  /** Whether it was, when somebody last looked. Once lost, it is lost for good. */
  boolean isEntitled() {
    return entitled.get();
  }

  /** Looks whether lock and replica are still what others see, too. */
  boolean isStillEntitled() {
    if (!lock.isHeld() || !replica.isInPlace()) {
      entitled.set(false);
    }
    return entitled.get();
  }

  @Override
  public void close() throws SQLException, IOException {
    try {
      connection.close();
    } finally {
      lock.close();
    }
  }
}
