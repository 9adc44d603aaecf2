package dev.tidemark.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.RollupIncompleteException;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.rollup.BackfillRequest;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupPolicy;
import dev.tidemark.core.rollup.RollupTerms;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.rollup.Slice;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.contract.RollupFixture;
import dev.tidemark.testkit.contract.RollupFixture.RollupPlace;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** One history of a rollup of usage, with two processes that keep it. */
final class RollupModel implements AutoCloseable {

  private static final Instant FIRST = Instant.parse("2026-03-28T22:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final RollupPolicy POLICY =
      new RollupPolicy(LEASE, 5, Slice.DAY, Duration.ZERO, 2, Duration.ofHours(1));
  private static final Span ALL =
      new Span(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2030-01-01T00:00:00Z"));

  private final AtomicInteger partsLeft = new AtomicInteger(Integer.MAX_VALUE);
  private final RollupPlace place;
  private final RollupPlan plan;
  private final RollupStore stores;
  private final List<Rollup> processes;

  RollupModel(RollupFixture fixture, UsageRollup rollup) {
    this.place = fixture.newPlace();
    this.plan = rollup.plan();
    this.stores = place.newStore();
    this.processes = List.of(process("one", stores), process("two", place.newStore()));
    place.source().putAll(UsageSchema.PARENTS);
    stores.prepare(plan);
  }

  private Rollup process(String holder, RollupStore store) {
    ManualClock clock = ManualClock.at("2026-04-16T08:30:00Z");
    RollupTerms terms =
        new RollupTerms(
            holder,
            () -> POLICY,
            new Ambient(clock, new ManualScheduler(clock), new Random(7)),
            Runnable::run,
            this::hear);
    return Rollups.of(List.of(store), List.of(new PlacedRollup(plan, store.name())), terms)
        .all()
        .get(0);
  }

  private void hear(Event event) {
    if (event instanceof RollupEvent.PartComputed && partsLeft.decrementAndGet() == 0) {
      Thread.currentThread().interrupt();
    }
  }

  void run(List<RollupDeed> steps) {
    steps.forEach(this::run);
  }

  private void run(RollupDeed step) {
    if (step instanceof RollupDeed.Put put) {
      place.source().put(event(put).row());
    } else if (step instanceof RollupDeed.Remove remove) {
      remove(UsageSchema.USAGE, remove.id());
    } else if (step instanceof RollupDeed.Task task) {
      place.source().put(UsageSchema.task(task.id(), name(task.agent()), task.issue()));
    } else if (step instanceof RollupDeed.RemoveTask task) {
      remove(UsageSchema.TASK, task.id());
    } else if (step instanceof RollupDeed.Issue issue) {
      place.source().put(UsageSchema.issue(issue.id(), issue.project()));
    } else if (step instanceof RollupDeed.RemoveIssue issue) {
      remove(UsageSchema.ISSUE, issue.id());
    } else if (step instanceof RollupDeed.Agent agent) {
      place.source().put(UsageSchema.agent(name(agent.agent()), "w" + agent.workspace()));
    } else {
      keep(step);
    }
  }

  private void keep(RollupDeed step) {
    if (step instanceof RollupDeed.Time time) {
      place.age(time.by());
    } else if (step instanceof RollupDeed.Tick tick) {
      assertThat(processes.get(tick.process()).tick()).isNotInstanceOf(Tick.Failed.class);
    } else if (step instanceof RollupDeed.Fill fill) {
      fill(fill);
    } else if (step instanceof RollupDeed.Die) {
      stores.leases(plan).acquire("the dead", LEASE);
    } else if (step instanceof RollupDeed.Verify verify) {
      verify(processes.get(verify.process()));
    }
  }

  private static void verify(Rollup rollup) {
    try {
      rollup.verify(false);
    } catch (RollupIncompleteException | AlreadyRunningException notNow) {
      // Then it is not verified.
    }
  }

  private void fill(RollupDeed.Fill fill) {
    partsLeft.set(fill.stoppedBehind());
    try {
      BackfillRequest request = BackfillRequest.by(POLICY);
      processes.get(fill.process()).backfill(fill.afresh() ? request.again() : request);
    } catch (AlreadyRunningException | CancelledException ended) {
      Thread.interrupted();
    } finally {
      partsLeft.set(Integer.MAX_VALUE);
      Thread.interrupted();
    }
  }

  /** An event whose task is gone is one of none, as its foreign key demands. */
  private UsageEvent event(RollupDeed.Put put) {
    boolean orphan =
        put.task() != null
            && place.source().rows(UsageSchema.TASK).stream()
                .noneMatch(task -> put.task().equals(task.value("id")));
    Instant now = stores.table(plan).standing().now();
    Integer hour = put.hour();
    return UsageEvent.of(put.id())
        .task(orphan ? null : put.task())
        .provider("p" + put.kind() % 2)
        .model(put.kind() < 2 ? null : "m")
        .input(put.input())
        .cost(put.priced() ? put.input() * 3 : null)
        .when(hour == null ? null : FIRST.plus(Duration.ofMinutes(20 + 60L * hour)))
        .changed(now);
  }

  private static String name(int agent) {
    return agent == 0 ? "ann" : "bob";
  }

  private void remove(EntityType type, long key) {
    place.source().remove(type, RowKey.of(key));
  }

  /**
   * When all is quiet, and whoever died is forgotten.
   *
   * @param verified whether everything is verified, since the clock was set under a source whose
   *     changes are told by time
   */
  void converge(boolean verified) {
    place.age(Duration.ofDays(1));
    Rollup last = processes.get(0);
    last.backfill(BackfillRequest.by(POLICY));
    tickAll(last);
    if (verified) {
      last.verify(true);
    }
    assertThat(cells(last)).isEqualTo(RollupOracle.cells(plan, rows()));
    last.settle();
    last.requireSettled();
    assertThat(last.verify(true).mismatches()).isZero();
  }

  private static void tickAll(Rollup rollup) {
    Tick tick = rollup.tick();
    while (tick instanceof Tick.Ran ran && ran.more()) {
      tick = rollup.tick();
    }
    assertThat(tick).isNotInstanceOfAny(Tick.Failed.class, Tick.LockBusy.class);
  }

  private static List<RollupCell> cells(Rollup rollup) {
    return rollup.read(
        ALL,
        cells -> {
          List<RollupCell> all = new ArrayList<>();
          cells.forEachRemaining(all::add);
          return all;
        });
  }

  private Map<EntityType, List<Row>> rows() {
    Map<EntityType, List<Row>> rows = new HashMap<>();
    UsageSchema.TYPES.forEach(type -> rows.put(type, place.source().rows(type)));
    return rows;
  }

  @Override
  public void close() {
    place.close();
  }
}
