package dev.tidemark.testkit.fake;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.MirrorUnavailableException;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.spi.RollupLeases;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.rollup.spi.RollupTable;
import dev.tidemark.core.rollup.spi.RollupWalks;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.testkit.contract.RollupFixture.Part;
import dev.tidemark.testkit.contract.RollupFixture.RollupSource;
import dev.tidemark.testkit.model.CellKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A database with sources and rollups, in memory, and in the hands of a test: it can fail, or be
 * overtaken by others, at any step. Safe for use by many threads, each a process of its own if it
 * likes.
 */
public final class InMemoryRollupStore implements RollupStore {

  private final ReentrantLock writing = new ReentrantLock();
  private final String name;
  private final List<EntityType> types;
  private final Clock clock;
  private volatile RollupContents contents = new RollupContents();
  private volatile Consumer<String> before = step -> {};

  /**
   * With no rows and no rollups.
   *
   * @param types all of whose rows it may hold
   * @param clock that of the database
   */
  public InMemoryRollupStore(String name, List<EntityType> types, Clock clock) {
    this.name = name;
    this.types = List.copyOf(types);
    this.clock = clock;
  }

  /**
   * Called before each step with its name and that of the rollup; what it throws, the step throws:
   * {@code prepare usage}, {@code acquire usage}, {@code renew}, {@code release}, {@code advance},
   * {@code compare}, {@code unprocessed}, {@code read}, {@code standing}, {@code failed}, {@code
   * extent}, {@code begin}, {@code compute}, {@code complete}. At these the hook may do whatever
   * another process could: write to the sources, take the lease over, move the clock. Each that
   * writes is told again as {@code commit advance usage}, when all is done and can still fail and
   * nothing else can be written, and as {@code committed advance usage}, when it is there and only
   * the answer can be lost.
   */
  public void before(Consumer<String> hook) {
    before = hook;
  }

  /** From now on nothing answers. */
  public void goAway() {
    before =
        step -> {
          throw new MirrorUnavailableException(step + " at " + name + ": nobody answers", null);
        };
  }

  /** Everything works again. */
  public void comeBack() {
    before = step -> {};
  }

  /** What writes to the sources. */
  public RollupSource source() {
    return new InMemoryRollupSource(this, types);
  }

  /** Adds or replaces a stored cell behind everybody's back. */
  public void putCell(RollupPlan plan, RollupCell cell) {
    edit(plan, kept -> kept.cells.put(CellKey.of(cell), cell));
  }

  /** Removes a stored cell behind everybody's back. */
  public void removeCell(RollupPlan plan, RollupCell cell) {
    edit(plan, kept -> kept.cells.remove(CellKey.of(cell)));
  }

  /** Drops a part of a rollup behind everybody's back. */
  public void drop(RollupPlan plan, Part part) {
    edit(
        plan,
        kept -> {
          switch (part) {
            case SOURCE_TRIGGER -> kept.hasSourceTrigger = false;
            case JOINED_TRIGGER -> kept.hasJoinedTrigger = false;
            case NOTES -> {
              kept.notes.clear();
              kept.hasTables = false;
            }
            case CELLS -> {
              kept.cells.clear();
              kept.hasTables = false;
            }
          }
        });
  }

  private void edit(RollupPlan plan, Consumer<KeptRollup> change) {
    locked(
        () -> {
          RollupContents next = contents.copy();
          change.accept(next.rollup(plan));
          contents = next;
        });
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(RollupPlan plan) {
    write("prepare", plan, next -> prepare(next, plan));
  }

  private KeptRollup prepare(RollupContents next, RollupPlan plan) {
    KeptRollup kept = next.rollups.computeIfAbsent(plan.name(), each -> new KeptRollup(plan));
    if (!kept.plan.equals(plan)) {
      refuseIfArchived(kept, plan);
      kept = kept.anew(plan);
      next.rollups.put(plan.name(), kept);
    }
    if (!kept.isWhole()) {
      kept.mend();
    }
    kept.plan = plan;
    return kept;
  }

  private void refuseIfArchived(KeptRollup kept, RollupPlan plan) {
    if (!kept.archive.isEmpty()) {
      throw new IncompatibleReplicaException(
          "prepare rollup %s at %s: expected %s, found %s, and some of its events are archived; give the new one another name"
              .formatted(plan.name(), name, plan.signature(), kept.plan.signature()));
    }
  }

  @Override
  public void retire(Set<String> kept) {
    step("retire");
    locked(
        () -> {
          RollupContents next = contents.copy();
          next.rollups.forEach(
              (rollup, state) -> {
                if (!kept.contains(rollup)) {
                  state.retire();
                }
              });
          contents = next;
        });
  }

  @Override
  public RollupLeases leases(RollupPlan plan) {
    return new InMemoryRollupLeases(this, plan);
  }

  @Override
  public RollupTable table(RollupPlan plan) {
    return new InMemoryRollupTable(this, plan);
  }

  @Override
  public RollupWalks walks(RollupPlan plan) {
    return new InMemoryRollupWalks(this, plan);
  }

  /** Does something to a copy, which takes effect as a whole. */
  <T> T write(String operation, RollupPlan plan, Function<RollupContents, T> work) {
    String step = operation + " " + plan.name();
    step(step);
    T result = locked(() -> commit(step, work));
    step("committed " + step);
    return result;
  }

  private <T> T commit(String step, Function<RollupContents, T> work) {
    RollupContents next = contents.copy();
    T result = work.apply(next);
    step("commit " + step);
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException(step + " was stopped; nothing was changed");
    }
    contents = next;
    return result;
  }

  /** As {@link #write}, also by a thread that was told to stop. */
  <T> T quickly(String operation, RollupPlan plan, Function<RollupContents, T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      return write(operation, plan, work);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** As {@link #write}, if there is no later lease. */
  <T> T write(String operation, RollupPlan plan, Lease lease, Function<RollupContents, T> work) {
    return write(
        operation,
        plan,
        next -> {
          refuseIfFenced(operation, lease, next.rollup(plan));
          return work.apply(next);
        });
  }

  private static void refuseIfFenced(String operation, Lease lease, KeptRollup kept) {
    Lease last = kept.leased.lease();
    if (last.token() > lease.token()) {
      throw new FencedException(
          "%s rollup %s: the lease %d of %s was taken over by %s with %d; nothing was changed"
              .formatted(
                  operation,
                  kept.plan.name(),
                  lease.token(),
                  lease.holder(),
                  last.holder(),
                  last.token()));
    }
  }

  /** What there is now, all as of one moment. */
  RollupContents read(String operation, RollupPlan plan) {
    step(operation + " " + plan.name());
    return contents.copy();
  }

  private void step(String step) {
    before.accept(step);
  }

  Instant now() {
    return clock.instant();
  }

  RollupContents contents() {
    return contents;
  }

  void replace(RollupContents next) {
    contents = next;
  }

  private void locked(Runnable work) {
    locked(
        () -> {
          work.run();
          return true;
        });
  }

  private <T> T locked(Supplier<T> work) {
    lock();
    try {
      return work.get();
    } finally {
      unlock();
    }
  }

  /** Waits until nobody writes. */
  void lock() {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "expected no open transaction of this thread at " + name + ", found one");
    }
    writing.lock();
  }

  void unlock() {
    writing.unlock();
  }
}
