package dev.tidemark.core.rollup;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.RollupIncompleteException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.rollup.spi.RollupLeases.Acquired;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.rollup.spi.RollupTable.Advanced;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Supplier;

/** A rollup in a store. */
final class KeptRollup implements Rollup {

  private final RollupPlan plan;
  private final RollupStore store;
  private final RollupTerms terms;
  private final RollupParts parts;

  KeptRollup(RollupPlan plan, RollupStore store, RollupTerms terms) {
    this.plan = plan;
    this.store = store;
    this.terms = terms;
    this.parts = new RollupParts(store.leases(plan), store.table(plan), store.walks(plan));
  }

  @Override
  public RollupPlan plan() {
    return plan;
  }

  @Override
  public String place() {
    return store.name();
  }

  @Override
  public void prepare() {
    store.prepare(plan);
  }

  @Override
  public Tick tick() {
    Instant began = terms.now();
    Tick tick = tried();
    terms.tell(new RollupEvent.Ticked(name(), place(), tick, terms.since(began)));
    return tick;
  }

  private Tick tried() {
    Tick tick;
    try {
      tick = prepared(() -> leased(lease -> advanced(lease, false), KeptRollup::busy));
    } catch (CancelledException stopped) {
      throw stopped;
    } catch (TidemarkException failure) {
      return new Tick.Failed(stored(failure));
    }
    tellHowItStands();
    return tick;
  }

  private static Tick busy(Acquired.Busy other) {
    return new Tick.LockBusy(other.holder(), other.until());
  }

  /** The reason, which is stored if it can be; it is told in any case. */
  private String stored(TidemarkException failure) {
    String reason = String.valueOf(failure.getMessage());
    try {
      parts.table().failed(reason);
    } catch (TidemarkException unstored) {
      failure.addSuppressed(unstored);
    }
    return reason;
  }

  private Tick advanced(Lease lease, boolean settle) {
    Advanced made = parts.table().advance(lease, terms.policy().notes(), settle);
    boolean nothing = made.cells() == 0 && made.notes() == 0 && !made.more();
    return nothing
        ? new Tick.NothingDue()
        : new Tick.Ran(made.cells(), made.from(), made.to(), made.more());
  }

  /** What was taken in is taken in, also where it cannot be told how it stands now. */
  private void tellHowItStands() {
    try {
      tell(standing());
    } catch (CancelledException stopped) {
      throw stopped;
    } catch (TidemarkException unanswered) {
      stored(unanswered);
    }
  }

  private void tell(RollupStanding standing) {
    terms.tell(new RollupEvent.Stood(name(), place(), standing));
    if (standing.age().compareTo(terms.policy().alarm()) > 0) {
      terms.tell(new RollupEvent.Lagging(name(), place(), standing.age(), standing.queued()));
    }
  }

  @Override
  public Backfilled backfill(BackfillRequest request) {
    Filling filling = new Filling(this, parts.walks(), terms);
    if (request.dry()) {
      return filling.look(request, standing());
    }
    return prepared(() -> leased(lease -> filling.fill(lease, request), this::refuse));
  }

  private <T> T refuse(Acquired.Busy other) {
    throw new AlreadyRunningException(
        "write to rollup %s in %s: %s does so until %s at least; wait for its end"
            .formatted(name(), place(), other.holder(), other.until()));
  }

  @Override
  public Verified verify(boolean all) {
    return prepared(() -> new Checking(this, parts, terms).check(all));
  }

  /** Computes anew what is noted, by turns. */
  void takeInAll(boolean settle) {
    prepared(
        () ->
            leased(
                lease -> {
                  Tick tick = advanced(lease, settle);
                  while (tick instanceof Tick.Ran ran && ran.more()) {
                    endIfInterrupted();
                    tick = advanced(lease, settle);
                  }
                  return tick;
                },
                this::refuse));
  }

  @Override
  public void settle() {
    takeInAll(true);
  }

  @Override
  public void requireSettled() {
    RollupStanding standing = prepared(this::standing);
    if (standing.isComplete()) {
      requireProcessed();
    } else if (parts.walks().extent().isPresent()) {
      throw incomplete(
          standing
              .walk()
              .map(
                  walk ->
                      "its backfill has not ended, of "
                          + walk.span()
                          + " only "
                          + walk.done()
                          + " is done")
              .orElse("it was never filled"));
    }
  }

  private void requireProcessed() {
    long waiting = parts.table().unprocessed();
    if (waiting > 0) {
      throw incomplete(
          "%d of its cells are not what their events add up to now".formatted(waiting));
    }
  }

  RollupIncompleteException incomplete(String why) {
    return new RollupIncompleteException(
        "rely on rollup %s in %s: %s; run \"tidemark rollup backfill %1$s\" first"
            .formatted(name(), place(), why));
  }

  @Override
  public RollupStanding standing() {
    return parts.table().standing();
  }

  @Override
  public <T> T read(Span span, Function<Iterator<RollupCell>, T> work) {
    return parts.table().read(span, work);
  }

  /** Each time: tables and triggers may be taken away at any time, and their loss is silent. */
  private <T> T prepared(Supplier<T> work) {
    prepare();
    return work.get();
  }

  private <T> T leased(Function<Lease, T> work, Function<Acquired.Busy, T> busy) {
    try {
      return terms.lessee().with(parts.leases(), work, busy);
    } catch (FencedException lost) {
      terms.tell(new RollupEvent.LeaseLost(name(), place()));
      throw lost;
    }
  }

  void endIfInterrupted() {
    if (Thread.interrupted()) {
      throw new CancelledException("work on rollup %s: stopped".formatted(name()), null);
    }
  }

  /** Waits between two parts. */
  void pause(Duration time) {
    endIfInterrupted();
    if (!time.isZero()) {
      terms.pauses().pause(time, "work on rollup " + name());
    }
  }
}
