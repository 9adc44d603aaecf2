package dev.tidemark.core.state;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.state.spi.WeakStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes one cut: what is there, parents first, then what is gone, children first. Up to the
 * ceiling that is one transaction; above it there are several, each of which leaves no child
 * without its parent. Not safe for use by many threads.
 */
final class Flush {

  private final List<WeakTable<?>> tables;
  private final WeakStore store;
  private final LastFlush stamp;
  private final Listener listener;
  private final Cut cut;
  private final List<FlushStep> steps = new ArrayList<>();
  private final List<Unwritten<?>> pending = new ArrayList<>();
  private final List<Unwritten<?>> written = new ArrayList<>();
  private final Deque<List<Unwritten<?>>> gone = new ArrayDeque<>();
  private final AtomicLong upserts = new AtomicLong();
  private final AtomicLong deletes = new AtomicLong();
  private final AtomicLong left = new AtomicLong();
  private final AtomicBoolean anew = new AtomicBoolean();
  private final AtomicBoolean complete = new AtomicBoolean();

  /**
   * @param tables parents first, each at the number of its set
   */
  Flush(List<WeakTable<?>> tables, WeakStore store, LastFlush stamp, Listener listener, Cut cut) {
    this.tables = tables;
    this.store = store;
    this.stamp = stamp;
    this.listener = listener;
    this.cut = cut;
  }

  /**
   * @param ceiling rows in one transaction
   */
  FlushReport write(int ceiling) {
    for (int set = 0; set < tables.size(); set++) {
      writePresent(set, tables.get(set), ceiling);
    }
    gone.forEach(absent -> writeGone(absent, ceiling));
    commit();
    complete.set(left.get() == 0);
    return new FlushReport(stamp.number(), stamp.at(), upserts.get(), deletes.get(), left.get());
  }

  /** Whether the store was made anew on the way. */
  boolean isAnew() {
    return anew.get();
  }

  /** What is left of the cut and has to become dirty again; empty after a flush to its end. */
  Optional<Cut> rest() {
    if (complete.get()) {
      return Optional.empty();
    }
    written.forEach(each -> cut.done(each.set(), each.key()));
    return Optional.of(cut);
  }

  private void writePresent(int set, WeakTable<?> table, int ceiling) {
    List<Row> rows = new ArrayList<>();
    List<Unwritten<?>> absent = new ArrayList<>();
    for (RowKey key : cut.keys(set)) {
      Optional<? extends Unwritten<?>> unwritten = Unwritten.of(set, table, key);
      if (unwritten.isEmpty()) {
        cut.done(set, key);
      } else if (unwritten.get().slot().value().isEmpty()) {
        absent.add(unwritten.get());
      } else {
        encoded(unwritten.get()).ifPresent(row -> add(row, unwritten.get(), rows, ceiling));
      }
    }
    addUpserts(table.type(), rows);
    gone.addFirst(absent);
  }

  private Optional<Row> encoded(Unwritten<?> unwritten) {
    try {
      return unwritten.row();
    } catch (RuntimeException e) {
      left.incrementAndGet();
      listener.on(new StateEvent.Unwritable(unwritten.table().type(), unwritten.key().text(), e));
      return Optional.empty();
    }
  }

  private void add(Row row, Unwritten<?> unwritten, List<Row> rows, int ceiling) {
    rows.add(row);
    pending.add(unwritten);
    if (pending.size() >= ceiling) {
      addUpserts(row.type(), rows);
      rows.clear();
      commit();
    }
  }

  private void addUpserts(EntityType type, List<Row> rows) {
    if (!rows.isEmpty()) {
      steps.add(new FlushStep.Upsert(type, rows));
    }
  }

  private void writeGone(List<Unwritten<?>> absent, int ceiling) {
    List<Unwritten<?>> rest = absent;
    while (!rest.isEmpty()) {
      int room = Math.min(rest.size(), ceiling - pending.size());
      List<Unwritten<?>> next = rest.subList(0, room);
      steps.add(
          new FlushStep.Delete(
              next.get(0).table().type(), next.stream().map(Unwritten::key).toList()));
      pending.addAll(next);
      rest = rest.subList(room, rest.size());
      if (pending.size() >= ceiling) {
        commit();
      }
    }
  }

  private void commit() {
    if (steps.isEmpty()) {
      return;
    }
    if (store.flush(stamp, Collections.unmodifiableList(steps)).anew()) {
      anew.set(true);
    }
    for (FlushStep step : steps) {
      (step instanceof FlushStep.Upsert ? upserts : deletes).addAndGet(step.size());
    }
    pending.forEach(Unwritten::isWritten);
    written.addAll(pending);
    steps.clear();
    pending.clear();
  }
}
