package dev.tidemark.testkit.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.Flushed;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.state.spi.Removed;
import dev.tidemark.core.state.spi.RepairRule;
import dev.tidemark.core.state.spi.WeakStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A weak store around which other things happen; what they throw is its failure. */
final class RiggedWeakStore implements WeakStore {

  private final WeakStore store;
  private volatile Runnable beforeRead = () -> {};
  private volatile Runnable beforeRepair = () -> {};
  private volatile Runnable afterRepair = () -> {};

  RiggedWeakStore(WeakStore store) {
    this.store = store;
  }

  /** Runs this before everything that is read. */
  void beforeRead(Runnable hook) {
    beforeRead = hook;
  }

  void beforeRepair(Runnable hook) {
    beforeRepair = hook;
  }

  /** Runs this when the store is repaired, and memory is not yet. */
  void afterRepair(Runnable hook) {
    afterRepair = hook;
  }

  @Override
  public Flushed flush(LastFlush flush, List<FlushStep> steps) {
    return store.flush(flush, steps);
  }

  @Override
  public LastFlush lastFlush() {
    return store.lastFlush();
  }

  @Override
  public Optional<Row> find(EntityType type, RowKey key) {
    beforeRead.run();
    return store.find(type, key);
  }

  @Override
  public void scan(EntityType type, Consumer<Row> into) {
    beforeRead.run();
    store.scan(type, into);
  }

  @Override
  public List<Row> referring(EntityType type, Reference reference, RowKey parent) {
    beforeRead.run();
    return store.referring(type, reference, parent);
  }

  @Override
  public List<Removed> repair(List<RepairRule> rules, Predicate<List<Removed>> keep) {
    beforeRepair.run();
    List<Removed> removed = store.repair(rules, keep);
    afterRepair.run();
    return removed;
  }
}
