package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.spi.SnapshotContent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last differences that were found, so that both files are not read again for every target.
 * Safe for use by many threads: one compares, and the others wait for what it finds.
 */
final class Differences {

  /** Those of a hundred files of half a gigabyte, and more. */
  private static final long MOST_BYTES = 2 << 20;

  private final Lock lock = new ReentrantLock();
  private final Map<Key, Changes> known = new LinkedHashMap<>(16, 0.75f, true);

  /** What both files are, by their SHA-256. */
  record Key(String snapshot, String baseHash, String fileHash) {}

  /**
   * @throws dev.tidemark.core.CancelledException if the thread is interrupted
   */
  Changes between(Key key, SnapshotContent base, SnapshotContent content) {
    lockInterruptibly();
    try {
      Changes changes = known.get(key);
      if (changes == null) {
        changes = Changes.between(base, content);
        keep(key, changes);
      }
      return changes;
    } finally {
      lock.unlock();
    }
  }

  private void lockInterruptibly() {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      throw Interrupts.cancelled(e);
    }
  }

  private void keep(Key key, Changes changes) {
    known.put(key, changes);
    long bytes = known.values().stream().mapToLong(Changes::memory).sum();
    Iterator<Changes> oldest = known.values().iterator();
    while (bytes > MOST_BYTES) {
      bytes -= oldest.next().memory();
      oldest.remove();
    }
  }
}
