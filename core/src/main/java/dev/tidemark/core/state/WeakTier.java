package dev.tidemark.core.state;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.UnflushedException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.time.Doubling;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How the tables of the weak tier are written: one flush at a time, each of one cut, with a number
 * that grows. What could not be written is dirty again, under newer marks. Safe for use by many
 * threads.
 */
final class WeakTier {

  /** The waits before a flush that failed is tried again. */
  static final Doubling RETRIES = new Doubling(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private static final int LAST_ATTEMPTS = 3;
  private static final int KEYS_IN_MESSAGE = 5;

  private final ReentrantLock flushing = new ReentrantLock();
  private final WeakTables tables;
  private final DirtySets dirty;
  private final StatePorts ports;
  private final Supplier<FlushPolicy> policy;
  private final Clock clock;
  private final Listener listener;
  private final AtomicReference<Progress> progress;
  private final AtomicLong numbers;

  /** Whether the store was made anew and lacks what memory has: that is not to wait. */
  private final AtomicBoolean storeLost = new AtomicBoolean();

  WeakTier(
      WeakTables tables,
      StatePorts ports,
      Supplier<FlushPolicy> policy,
      Clock clock,
      Listener listener) {
    this.tables = tables;
    this.dirty = tables.dirty();
    this.ports = ports;
    this.policy = policy;
    this.clock = clock;
    this.listener = listener;
    LastFlush last = ports.weak().lastFlush();
    this.progress = new AtomicReference<>(Progress.since(last));
    this.numbers = new AtomicLong(last.number());
  }

  Progress progress() {
    return progress.get();
  }

  /** Writes if it is time to; what fails is told, and not thrown. */
  void flushIfDue() {
    alone(
        () -> {
          try {
            return isDue() ? Optional.of(write(dirty.drain())) : Optional.empty();
          } catch (RuntimeException e) {
            failed(e);
            return Optional.empty();
          }
        });
  }

  /** Whether it is time to write: for the number of dirty keys, their age, a failure, or a loss. */
  private boolean isDue() {
    long count = dirty.count();
    FlushPolicy now = policy.get();
    return count > 0
        && (count >= now.threshold()
            || progress.get().failures() > 0
            || storeLost.get()
            || isOld(now.interval()));
  }

  /** Marks of a time to come were made before the clock was set back. */
  private boolean isOld(Duration interval) {
    Instant now = clock.instant();
    return dirty
        .oldest()
        .filter(
            oldest -> oldest.isAfter(now) || Duration.between(oldest, now).compareTo(interval) >= 0)
        .isPresent();
  }

  /**
   * Writes all that is dirty at this moment.
   *
   * @throws dev.tidemark.core.StorageException if the store could not; all of it is dirty again,
   *     but for what an earlier transaction of this flush has written
   */
  FlushReport flush() {
    return alone(
        () -> {
          try {
            return write(dirty.drain());
          } catch (RuntimeException e) {
            failed(e);
            throw e;
          }
        });
  }

  /** Runs work between two flushes. */
  <T> T alone(Supplier<T> work) {
    flushing.lock();
    try {
      return work.get();
    } finally {
      flushing.unlock();
    }
  }

  /**
   * Writes what is dirty, and lets nothing become so any more. A store that is only busy is asked
   * again, a few times.
   *
   * @throws UnflushedException if something could not be written; it is still dirty
   */
  void flushForGood() {
    alone(
        () -> {
          Cut cut = dirty.seal();
          for (int attempt = 1; cut.size() > 0; attempt++) {
            writeForGood(cut, attempt);
            cut = dirty.drain();
          }
          return cut;
        });
  }

  private void writeForGood(Cut cut, int attempt) {
    try {
      if (write(cut).left() > 0) {
        throw new IllegalArgumentException("their values are no rows");
      }
    } catch (RuntimeException e) {
      failed(e);
      if (attempt >= LAST_ATTEMPTS
          || !(e instanceof TidemarkException known && known.retryable())) {
        throw unflushed(e);
      }
    }
  }

  /** Whatever becomes of it, nothing that is not written is forgotten. */
  private FlushReport write(Cut cut) {
    if (cut.size() == 0) {
      return new FlushReport(progress.get().last().number(), clock.instant(), 0, 0, 0);
    }
    LastFlush stamp = new LastFlush(numbers.incrementAndGet(), clock.instant());
    Flush flush = new Flush(tables.all(), ports.weak(), stamp, listener, cut);
    try {
      FlushReport report = flush.write(policy.get().ceiling());
      storeLost.set(false);
      written(report);
      return report;
    } finally {
      flush.rest().ifPresent(dirty::merge);
      if (flush.isAnew()) {
        storeLost.set(true);
        tables.all().forEach(WeakTable::rewriteAll);
      }
    }
  }

  private void written(FlushReport report) {
    boolean changed = report.upserts() + report.deletes() > 0;
    progress.updateAndGet(before -> changed ? before.written(report) : before);
    progress.updateAndGet(
        before ->
            report.left() > 0
                ? before.failed(report.left() + " values are no rows")
                : before.recovered());
    if (changed || report.left() > 0) {
      listener.on(new StateEvent.Flushed(report));
    }
  }

  private void failed(RuntimeException failure) {
    Progress now =
        progress.updateAndGet(before -> before.failed(String.valueOf(failure.getMessage())));
    listener.on(
        new StateEvent.FlushFailed(
            failure, now.failures(), dirty.count(), RETRIES.after(now.failures())));
  }

  private UnflushedException unflushed(RuntimeException cause) {
    Map<String, List<String>> keys = unflushedKeys();
    long count = keys.values().stream().mapToLong(List::size).sum();
    String named =
        keys.entrySet().stream()
            .flatMap(type -> type.getValue().stream().map(key -> type.getKey() + " " + key))
            .limit(KEYS_IN_MESSAGE)
            .collect(Collectors.joining(", "));
    return new UnflushedException(
        "stop the state: %d changes of the weak tier are not written (%s%s): %s"
            .formatted(count, named, count > KEYS_IN_MESSAGE ? ", ..." : "", cause.getMessage()),
        keys,
        cause);
  }

  private Map<String, List<String>> unflushedKeys() {
    Cut cut = dirty.drain();
    List<WeakTable<?>> all = tables.all();
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (int set = 0; set < all.size(); set++) {
      List<String> texts = cut.keys(set).stream().map(RowKey::text).sorted().toList();
      if (!texts.isEmpty()) {
        keys.put(all.get(set).type().name(), texts);
      }
    }
    dirty.merge(cut);
    return keys;
  }
}
