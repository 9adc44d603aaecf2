package dev.tidemark.testkit.fake;

import dev.tidemark.core.StorageException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What outlives the processes that keep snapshots on it, in the hands of a test: it can be full,
 * fail at any step, or let the process die there. The next store on it is the next process: the
 * last one does nothing to it any more. Safe for use by many threads.
 */
public final class SnapshotDisk {

  private final Map<String, SnapshotFolder> folders = new ConcurrentHashMap<>();
  private final AtomicInteger process = new AtomicInteger();
  private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  private volatile Consumer<String> before = step -> {};
  private volatile Predicate<byte[]> soundness = bytes -> true;

  /**
   * Called before each step with its name and that of the snapshot; what it throws, the step
   * throws: {@code build public}, {@code receive public}, {@code write public}, {@code copy
   * public}, {@code suspend public}, {@code verify public}, {@code sync public}, {@code rename
   * public}, {@code open public}, {@code commit public}, {@code content public}, {@code read
   * public}, {@code roll back public}; and {@code committed public}, when it is, at which one can
   * only die.
   */
  public void before(Consumer<String> hook) {
    before = hook;
  }

  /** From now on this step fails as a disk does. */
  public void failAt(String step) {
    before(
        each -> {
          if (each.equals(step)) {
            throw StorageException.ofDisk(step + ": told to fail", null);
          }
        });
  }

  /** The process dies when it comes to this step. */
  public void dieAt(String step) {
    before(
        each -> {
          if (each.equals(step)) {
            die();
            throw new IllegalStateException(step + ": the process has died");
          }
        });
  }

  /** The process is dead, as of now. */
  public void die() {
    process.incrementAndGet();
  }

  /** Everything works again. */
  public void recover() {
    before = step -> {};
    room.set(Long.MAX_VALUE);
  }

  /** From now on only so many more bytes can be written to files that come in. */
  public void room(long bytes) {
    room.set(bytes);
  }

  /** Which files are no damaged ones; all of them if this was not called. */
  public void sound(Predicate<byte[]> isSound) {
    soundness = isSound;
  }

  /** How many files of this snapshot are neither served nor were, and go when a process begins. */
  public int temporaries(String name) {
    return folder(name).temporaries();
  }

  /** How many files of this snapshot wait for the rest of them. */
  public int partials(String name) {
    return folder(name).partials();
  }

  /** A process begins. */
  int boot() {
    int mine = process.incrementAndGet();
    folders.values().forEach(SnapshotFolder::sweep);
    return mine;
  }

  boolean isAlive(int who) {
    return process.get() == who;
  }

  void step(int who, String name) {
    mustBeAlive(who, name);
    before.accept(name);
    mustBeAlive(who, name);
  }

  private void mustBeAlive(int who, String name) {
    if (!isAlive(who)) {
      throw new IllegalStateException(name + ": the process has died");
    }
  }

  void mustHaveRoom(String attempted, long bytes) {
    if (room.get() < bytes) {
      throw StorageException.ofDisk(
          "%s: %d bytes do not fit on the disk, which has room for %d"
              .formatted(attempted, bytes, room.get()),
          null);
    }
  }

  void fill(String attempted, long bytes) {
    mustHaveRoom(attempted, bytes);
    room.addAndGet(-bytes);
  }

  boolean isSound(byte[] bytes) {
    return soundness.test(bytes);
  }

  SnapshotFolder folder(String name) {
    return folders.computeIfAbsent(name, SnapshotFolder::new);
  }
}
