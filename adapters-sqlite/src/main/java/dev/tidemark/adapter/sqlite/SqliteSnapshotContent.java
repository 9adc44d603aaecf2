package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.spi.SnapshotContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/** The bytes of one generation, through a channel of its own. */
final class SqliteSnapshotContent implements SnapshotContent {

  private final Generation generation;
  private final FileChannel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteSnapshotContent(Generation generation, FileChannel channel) {
    this.generation = generation;
    this.channel = channel;
  }

  /**
   * @param generation retained for this; released if it cannot be opened
   */
  static SqliteSnapshotContent open(Generation generation) {
    try {
      return new SqliteSnapshotContent(
          generation, FileChannel.open(generation.file(), StandardOpenOption.READ));
    } catch (IOException e) {
      generation.release();
      throw SqliteErrors.translate("open the snapshot", generation.file(), e);
    }
  }

  @Override
  public long size() {
    return generation.manifest().manifest().size();
  }

  @Override
  public int read(ByteBuffer into, long at) {
    int total = 0;
    try {
      while (into.hasRemaining()) {
        int read = channel.read(into, at + total);
        if (read < 0) {
          return total;
        }
        total += read;
      }
      return total;
    } catch (IOException e) {
      throw SqliteErrors.translate("read the snapshot", generation.file(), e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw SqliteErrors.translate("close the snapshot", generation.file(), e);
    } finally {
      generation.release();
    }
  }
}
