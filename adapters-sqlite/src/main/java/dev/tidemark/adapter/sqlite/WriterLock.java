package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.AlreadyRunningException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * That this process, and no other, writes to a file of a data directory. The operating system lets
 * go of it however the process ends, so it is never stale; the file itself stays and says who holds
 * it.
 */
final class WriterLock implements AutoCloseable {

  /**
   * The lock files that this process holds. Asked before the file is touched: where locks belong to
   * a process, closing any other channel on the file lets go of the lock.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path real;
  private final OpenFile file;
  private final FileChannel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  private WriterLock(Path real, OpenFile file, FileChannel channel) {
    this.real = real;
    this.file = file;
    this.channel = channel;
  }

  /**
   * @param name of the lock file
   * @throws AlreadyRunningException if somebody else holds it
   */
  static WriterLock acquire(Path directory, String name) throws IOException {
    Path real = directory.toRealPath().resolve(name);
    if (!HELD.add(real)) {
      throw refused(directory, "process " + ProcessHandle.current().pid());
    }
    try {
      return acquire(directory.resolve(name), real);
    } catch (Throwable e) {
      HELD.remove(real);
      throw e;
    }
  }

  /**
   * That the name stood for one file before and after says that this is the one that is locked. The
   * channel does not tell, and to open the file a second time would let go of the lock.
   */
  private static WriterLock acquire(Path file, Path real) throws IOException {
    open(file, StandardOpenOption.CREATE).close();
    OpenFile before = OpenFile.at(file);
    FileChannel channel = open(file, StandardOpenOption.READ);
    try {
      if (channel.tryLock() == null) {
        throw refused(file.getParent(), holder(file));
      }
      if (!before.isInPlace()) {
        throw refused(file.getParent(), "another process");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new WriterLock(real, before, channel);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path file, StandardOpenOption how) throws IOException {
    return FileChannel.open(file, how, StandardOpenOption.WRITE);
  }

  /**
   * Whether the file that is locked is still the one that others would try to lock. In doubt it is
   * not.
   */
  boolean isHeld() {
    return channel.isOpen() && file.isInPlace();
  }

  private static AlreadyRunningException refused(Path directory, String holder) {
    return new AlreadyRunningException(
        "write to %s: %s is already writing there; wait for it, or choose another directory"
            .formatted(directory, holder));
  }

  private static String holder(Path file) throws IOException {
    String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
    return pid.isEmpty() ? "another process" : "process " + pid;
  }

  /** Idempotent: by the second time, somebody else may hold it. */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.close();
    } finally {
      HELD.remove(real);
    }
  }
}
