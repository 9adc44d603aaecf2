package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.Flushed;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import dev.tidemark.core.state.spi.WeakStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The weak tier in memory, and what may befall it: flushes that fail, take their time or find the
 * store lost. Every flush works on a copy that takes the place of the old rows at its end, so
 * nobody waits to read. Safe for use by many threads.
 */
public final class InMemoryWeakStore implements WeakStore {

  private final StateSchema schema;
  private final InMemoryStrongStore strong;
  private final List<List<FlushStep>> flushes = new ArrayList<>();
  private volatile WeakState state;
  private volatile Runnable beforeCommit = () -> {};
  private volatile Runnable afterCommit = () -> {};
  private volatile Runnable beforeRead = () -> {};
  private @Nullable RuntimeException failure;
  private boolean lost;

  /** A store that is empty, beside the one that its repair reads. */
  public InMemoryWeakStore(StateSchema schema, InMemoryStrongStore strong) {
    this.schema = schema;
    this.strong = strong;
    this.state = WeakState.empty(schema.weak());
  }

  /** Lets the next flush fail with this, when its steps are taken: nothing of it is written. */
  public synchronized void failNext(RuntimeException with) {
    failure = with;
  }

  /**
   * Runs this in every flush, when its steps are taken and nobody sees them yet. It may wait, and
   * what it throws makes the flush fail.
   */
  public void beforeCommit(Runnable hook) {
    beforeCommit = hook;
  }

  /**
   * Runs this in every flush once it is committed. What it throws is an answer that got lost: the
   * flush is there, but who asked for it does not learn so.
   */
  public void afterCommit(Runnable hook) {
    afterCommit = hook;
  }

  /** Runs this before each look for a row, or for all of a type; what it throws is the answer. */
  public void beforeRead(Runnable hook) {
    beforeRead = hook;
  }

  /** Loses all rows, and the last flush; the next flush tells that it made the store anew. */
  public synchronized void lose() {
    state = WeakState.empty(schema.weak());
    lost = true;
  }

  /** The steps of the flushes that were committed, oldest first. */
  public synchronized List<List<FlushStep>> flushes() {
    return List.copyOf(flushes);
  }

  @Override
  public synchronized Flushed flush(LastFlush flush, List<FlushStep> steps) {
    WeakState next = state.copy(new LastFlush(flush.number(), Precision.MILLIS.cut(flush.at())));
    steps.forEach(next::take);
    beforeCommit.run();
    failIfAsked();
    boolean anew = lost;
    lost = false;
    state = next;
    flushes.add(List.copyOf(steps));
    afterCommit.run();
    return new Flushed(anew);
  }

  private void failIfAsked() {
    RuntimeException fail = failure;
    failure = null;
    if (fail != null) {
      throw fail;
    }
  }

  @Override
  public LastFlush lastFlush() {
    return state.last();
  }

  @Override
  public Optional<Row> find(EntityType type, RowKey key) {
    beforeRead.run();
    return Optional.ofNullable(state.rows(type).get(key));
  }

  @Override
  public void scan(EntityType type, Consumer<Row> into) {
    beforeRead.run();
    state.rows(type).values().forEach(into);
  }

  @Override
  public List<Row> referring(EntityType type, Reference reference, RowKey parent) {
    return state.rows(type).values().stream()
        .filter(row -> reference.of(row).filter(parent::equals).isPresent())
        .toList();
  }

  @Override
  public synchronized List<Removed> repair(List<RepairRule> rules, Predicate<List<Removed>> keep) {
    WeakState next = state.copy(state.last());
    List<Removed> removed = new Repair(next, strong.tables()).run(rules);
    if (keep.test(removed)) {
      state = next;
    }
    return removed;
  }
}
