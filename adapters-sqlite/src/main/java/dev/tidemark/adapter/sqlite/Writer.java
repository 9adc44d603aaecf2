package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What this process writes with: the connection, and the lock of the directory that entitles it.
 * Closing lets go of the lock last, since until then nobody else may write. Safe for use by many
 * threads, though the connection is not.
 */
final class Writer implements AutoCloseable {

  private final Connection connection;
  private final WriterLock lock;
  private final AtomicBoolean entitled = new AtomicBoolean(true);

  Writer(Connection connection, WriterLock lock) {
    this.connection = connection;
    this.lock = lock;
  }

  Connection connection() {
    return connection;
  }

  /** Whether it was, when somebody last looked. Once lost, it is lost for good. */
  boolean isEntitled() {
    return entitled.get();
  }

  /** Looks whether the lock is still what others see, too. */
  boolean isStillEntitled() {
    if (!lock.isHeld()) {
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
