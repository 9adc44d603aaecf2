package dev.tidemark.testkit.fake;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupTable;
import dev.tidemark.testkit.model.CellKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cells of one rollup of an {@link InMemoryRollupStore}. */
final class InMemoryRollupTable implements RollupTable {

  /** How many differing cells a comparison shows. */
  private static final int SHOWN = 10;

  private final InMemoryRollupStore store;
  private final RollupPlan plan;

  InMemoryRollupTable(InMemoryRollupStore store, RollupPlan plan) {
    this.store = store;
    this.plan = plan;
  }

  @Override
  public Advanced advance(Lease lease, int notes, boolean settle) {
    return store.write("advance", plan, lease, next -> advance(next, notes, settle));
  }

  private Advanced advance(RollupContents next, int notes, boolean settle) {
    KeptRollup kept = next.rollup(plan);
    RollupWindow window = window(next);
    List<Long> read = kept.notes.keySet().stream().limit(notes).toList();
    Set<CellKey> work = new TreeSet<>(window.cells(settle));
    read.forEach(seq -> work.add(kept.notes.get(seq).cell()));
    long cells = kept.replace(new RollupEvents(plan, next).compute(work::contains), work);
    read.forEach(kept.notes::remove);
    Watermark from = kept.watermark;
    kept.watermark = window.end();
    if (cells > 0 || !read.isEmpty() || kept.isFailing()) {
      kept.success = new RollupStanding.Success(store.now(), cells);
    }
    boolean more = !kept.notes.isEmpty() || window.isCut();
    return new Advanced(cells, read.size(), from, kept.watermark, more);
  }

  private RollupWindow window(RollupContents contents) {
    return new RollupWindow(plan, contents, store.now());
  }

  @Override
  public Compared compare(Span span) {
    return store.write("compare", plan, next -> compare(next, span));
  }

  private Compared compare(RollupContents next, Span span) {
    KeptRollup kept = next.rollup(plan);
    RollupEvents events = new RollupEvents(plan, next);
    Set<CellKey> pending = events.pending();
    Map<CellKey, RollupCell> computed = new HashMap<>(events.compute(span));
    Set<CellKey> all = new TreeSet<>(computed.keySet());
    kept.cells.keySet().stream()
        .filter(cell -> RollupEvents.isWithin(span, cell))
        .forEach(all::add);
    all.removeAll(pending);
    List<RollupCell> found = new ArrayList<>();
    for (CellKey key : differing(kept, computed, all)) {
      kept.note(key, store.now());
      found.add(Objects.requireNonNull(computed.getOrDefault(key, kept.cells.get(key))));
    }
    kept.mismatches += found.size();
    return new Compared(all.size(), found.size(), found.stream().limit(SHOWN).toList());
  }

  private static List<CellKey> differing(
      KeptRollup kept, Map<CellKey, RollupCell> computed, Set<CellKey> among) {
    return among.stream()
        .filter(key -> !Objects.equals(kept.cells.get(key), computed.get(key)))
        .toList();
  }

  @Override
  public long unprocessed() {
    RollupContents now = store.read("unprocessed", plan);
    RollupEvents events = new RollupEvents(plan, now);
    Set<CellKey> pending = events.pending();
    return differing(now.rollup(plan), events.compute(pending::contains), pending).size();
  }

  @Override
  public <T> T read(Span span, Function<Iterator<RollupCell>, T> work) {
    Stream<RollupCell> cells =
        store.read("read", plan).rollup(plan).cells.entrySet().stream()
            .filter(each -> RollupEvents.isWithin(span, each.getKey()))
            .map(Map.Entry::getValue);
    return work.apply(cells.iterator());
  }

  @Override
  public RollupStanding standing() {
    RollupContents now = store.read("standing", plan);
    KeptRollup kept = now.rollups.getOrDefault(plan.name(), new KeptRollup(plan));
    now.rollups.put(plan.name(), kept);
    RollupEvents events = new RollupEvents(plan, now);
    Instant until = kept.leased.until();
    return new RollupStanding(
        store.now(),
        kept.watermark,
        events.waitingSince(),
        kept.notes.size(),
        behind(kept, events),
        Optional.ofNullable(kept.completeSince),
        Optional.ofNullable(kept.walk),
        Optional.ofNullable(kept.success),
        Optional.ofNullable(kept.failure),
        kept.leased.misses(),
        kept.mismatches,
        Optional.of(until)
            .filter(end -> end.isAfter(store.now()))
            .map(end -> new RollupStanding.Writer(kept.leased.lease().holder(), end)));
  }

  private OptionalLong behind(KeptRollup kept, RollupEvents events) {
    if (!(plan.definition().changes() instanceof Changes.BySequence)) {
      return OptionalLong.empty();
    }
    long last = events.lastSequence();
    return OptionalLong.of(Math.max(0, last - kept.watermark.sequence().orElse(0)));
  }

  @Override
  public void failed(String reason) {
    store.quickly(
        "failed",
        plan,
        next -> {
          next.rollup(plan).failure = new RollupStanding.Failure(store.now(), reason);
          return true;
        });
  }
}
