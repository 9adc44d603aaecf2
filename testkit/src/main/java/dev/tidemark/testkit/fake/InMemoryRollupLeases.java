package dev.tidemark.testkit.fake;

import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.spi.RollupLeases;
import dev.tidemark.testkit.fake.KeptRollup.Leased;
import java.time.Duration;
import java.time.Instant;

/** Who may write to one rollup of an {@link InMemoryRollupStore}. */
final class InMemoryRollupLeases implements RollupLeases {

  private final InMemoryRollupStore store;
  private final RollupPlan plan;

  InMemoryRollupLeases(InMemoryRollupStore store, RollupPlan plan) {
    this.store = store;
    this.plan = plan;
  }

  @Override
  public Acquired acquire(String holder, Duration length) {
    return store.quickly("acquire", plan, next -> acquire(next.rollup(plan), holder, length));
  }

  private Acquired acquire(KeptRollup kept, String holder, Duration length) {
    Leased last = kept.leased;
    if (last.until().isAfter(store.now())) {
      kept.leased = new Leased(last.lease(), last.until(), last.misses() + 1);
      return new Acquired.Busy(last.lease().holder(), last.until());
    }
    Lease mine = new Lease(holder, last.lease().token() + 1);
    kept.leased = new Leased(mine, store.now().plus(length), last.misses());
    return new Acquired.Mine(mine);
  }

  @Override
  public boolean renew(Lease lease, Duration length) {
    return store.quickly("renew", plan, next -> end(next, lease, store.now().plus(length)));
  }

  @Override
  public void release(Lease lease) {
    store.quickly("release", plan, next -> end(next, lease, Instant.MIN));
  }

  private boolean end(RollupContents next, Lease lease, Instant until) {
    KeptRollup kept = next.rollup(plan);
    Leased last = kept.leased;
    boolean isCurrent = last.lease().token() == lease.token() && !last.until().equals(Instant.MIN);
    if (isCurrent) {
      kept.leased = new Leased(last.lease(), until, last.misses());
    }
    return isCurrent;
  }
}
