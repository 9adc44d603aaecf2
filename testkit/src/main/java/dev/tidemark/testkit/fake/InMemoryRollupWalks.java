package dev.tidemark.testkit.fake;

import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupWalks;
import dev.tidemark.testkit.model.CellKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How one rollup of an {@link InMemoryRollupStore} is filled. */
final class InMemoryRollupWalks implements RollupWalks {

  private static final Span NOTHING = new Span(Instant.EPOCH, Instant.EPOCH);

  private final InMemoryRollupStore store;
  private final RollupPlan plan;

  InMemoryRollupWalks(InMemoryRollupStore store, RollupPlan plan) {
    this.store = store;
    this.plan = plan;
  }

  @Override
  public Optional<Span> extent() {
    return extent(store.read("extent", plan));
  }

  private Optional<Span> extent(RollupContents contents) {
    TreeSet<Instant> buckets = new TreeSet<>();
    new RollupEvents(plan, contents)
        .changed(event -> true)
        .forEach(cell -> buckets.add(cell.bucket()));
    Optional.ofNullable(contents.rollups.get(plan.name()))
        .ifPresent(
            kept -> {
              kept.archive.keySet().forEach(cell -> buckets.add(cell.bucket()));
              kept.cells.keySet().forEach(cell -> buckets.add(cell.bucket()));
            });
    Bucket bucket = plan.definition().bucket();
    return buckets.isEmpty()
        ? Optional.empty()
        : Optional.of(new Span(buckets.first(), bucket.next(buckets.last())));
  }

  @Override
  public Walk begin(Lease lease, boolean afresh) {
    return store.write("begin", plan, lease, next -> begin(next, afresh));
  }

  private Walk begin(RollupContents next, boolean afresh) {
    KeptRollup kept = next.rollup(plan);
    Walk open = kept.walk;
    if (open != null && !afresh) {
      return open;
    }
    RollupWindow window = new RollupWindow(plan, next, store.now());
    Walk begun = new Walk(extent(next).orElse(NOTHING), window.stamp(), List.of());
    kept.walk = begun;
    return begun;
  }

  @Override
  public long compute(Lease lease, Span part) {
    return store.write("compute", plan, lease, next -> compute(next, part));
  }

  private long compute(RollupContents next, Span part) {
    KeptRollup kept = next.rollup(plan);
    Map<CellKey, RollupCell> now = new RollupEvents(plan, next).compute(part);
    Set<CellKey> all = new TreeSet<>(now.keySet());
    kept.cells.keySet().stream()
        .filter(cell -> RollupEvents.isWithin(part, cell))
        .forEach(all::add);
    Walk walk = kept.walk;
    if (walk != null) {
      List<Span> done = new ArrayList<>(walk.done());
      done.add(part);
      kept.walk = new Walk(walk.span(), walk.stamp(), done);
    }
    return kept.replace(now, all);
  }

  @Override
  public void complete(Lease lease) {
    store.write("complete", plan, lease, this::complete);
  }

  private boolean complete(RollupContents next) {
    KeptRollup kept = next.rollup(plan);
    Walk walk = kept.walk;
    if (walk == null || !walk.isDone()) {
      throw new IllegalStateException(
          "complete rollup %s: expected all of its walk to be done, found %s"
              .formatted(plan.name(), walk == null ? "none" : walk));
    }
    kept.watermark = RollupWindow.later(kept.watermark, walk.stamp());
    kept.completeSince = store.now();
    kept.walk = null;
    return true;
  }
}
