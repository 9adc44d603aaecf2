package dev.tidemark.testkit.fake;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.testkit.contract.RollupFixture.Part;
import dev.tidemark.testkit.contract.RollupFixture.RollupPlace;
import dev.tidemark.testkit.contract.RollupFixture.RollupSource;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.time.ManualClock;
import java.time.Duration;

/** Rollups in memory, at a time that stands still until it is moved. */
final class MemoryPlace implements RollupPlace {

  private final ManualClock clock = ManualClock.at("2026-03-05T10:00:00.5Z");
  private final InMemoryRollupStore store =
      new InMemoryRollupStore("memory", UsageSchema.TYPES, clock);

  @Override
  public RollupStore newStore() {
    return store;
  }

  @Override
  public RollupSource source() {
    return store.source();
  }

  @Override
  public void age(Duration by) {
    clock.advance(by);
  }

  @Override
  public void putCell(RollupPlan plan, RollupCell cell) {
    store.putCell(plan, cell);
  }

  @Override
  public void removeCell(RollupPlan plan, RollupCell cell) {
    store.removeCell(plan, cell);
  }

  @Override
  public void drop(RollupPlan plan, Part part) {
    store.drop(plan, part);
  }

  @Override
  public void close() {
    // Nothing of it is anywhere.
  }
}
