package dev.tidemark.app.gateway;

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

/**
 * A weak store with something that happens on both sides of each flush.
 *
 * @param before told the number of the flush
 * @param after told it when it is committed
 */
record StoppingStore(WeakStore real, Hook before, Hook after) implements WeakStore {

  /** What happens. */
  interface Hook {
    void on(long flush);
  }

  @Override
  public Flushed flush(LastFlush flush, List<FlushStep> steps) {
    before.on(flush.number());
    Flushed flushed = real.flush(flush, steps);
    after.on(flush.number());
    return flushed;
  }

  @Override
  public LastFlush lastFlush() {
    return real.lastFlush();
  }

  @Override
  public Optional<Row> find(EntityType type, RowKey key) {
    return real.find(type, key);
  }

  @Override
  public void scan(EntityType type, Consumer<Row> into) {
    real.scan(type, into);
  }

  @Override
  public List<Row> referring(EntityType type, Reference reference, RowKey parent) {
    return real.referring(type, reference, parent);
  }

  @Override
  public List<Removed> repair(List<RepairRule> rules, Predicate<List<Removed>> keep) {
    return real.repair(rules, keep);
  }
}
