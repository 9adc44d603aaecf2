package dev.tidemark.app.telemetry;

import dev.tidemark.app.rollup.ShippedRollups;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.rollup.Rollup;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Rollups;
import dev.tidemark.core.rollup.Tick;
import dev.tidemark.core.sync.SyncEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Counts what becomes of rollups, and shows how each stood when it was last looked at: no store is
 * asked by those who look here, since it may be a server that is away. Every series is there from
 * the start; it says nothing of a rollup that another process keeps. Safe for use by many threads.
 */
final class RollupMeters implements Listener {

  private static final String RAN = "ran";
  private static final String NOTHING_DUE = "nothing_due";
  private static final String LOCK_BUSY = "lock_busy";
  private static final String FAILED = "failed";

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Reactions reactions = new Reactions();
  private final MeterRegistry registry;
  private final Clock clock;
  private boolean follows;

  /** How one stood, and when. */
  private record Seen(String place, RollupStanding standing, Instant at) {}

  RollupMeters(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    reactions
        .when(RollupEvent.Ticked.class, event -> ticks(event, result(event.tick())).increment())
        .when(RollupEvent.Stood.class, this::stood)
        .when(SyncEvent.LeadershipChanged.class, event -> changed(event.leader()));
  }

  private static String result(Tick tick) {
    if (tick instanceof Tick.Ran) {
      return RAN;
    }
    if (tick instanceof Tick.NothingDue) {
      return NOTHING_DUE;
    }
    return tick instanceof Tick.LockBusy ? LOCK_BUSY : FAILED;
  }

  @Override
  public void on(Event event) {
    reactions.to(event);
  }

  /** What ends behind the loss of leadership is not looked at again by this process. */
  private synchronized void stood(RollupEvent.Stood event) {
    if (!follows || isKeptByAll(event.place())) {
      seen.put(event.fullName(), new Seen(event.place(), event.standing(), clock.instant()));
    }
  }

  /** Another one looks now; that this one does not is no sign that nobody does. */
  private synchronized void changed(boolean leads) {
    follows = !leads;
    if (follows) {
      seen.values().removeIf(each -> !isKeptByAll(each.place()));
    }
  }

  private static boolean isKeptByAll(String place) {
    return place.equals(ShippedRollups.STATE);
  }

  /** Makes the series of these rollups. */
  void observe(Rollups rollups) {
    rollups.all().forEach(this::observe);
  }

  private void observe(Rollup rollup) {
    List.of(RAN, NOTHING_DUE, LOCK_BUSY, FAILED)
        .forEach(result -> ticks(rollup.name(), rollup.place(), result));
    gauge("queued", "notes that wait", rollup, each -> each.standing().queued());
    gauge("mismatches", "cells found wrong", rollup, each -> each.standing().mismatches());
    gauge("lock.misses", "times another was at it", rollup, each -> each.standing().lockMisses());
    gauge("complete", "1 if it is complete", rollup, each -> each.standing().isComplete() ? 1 : 0);
    seconds("age", "how long the oldest change waits", rollup, this::age);
    seconds("looked", "time since it was looked at", rollup, each -> since(each.at()));
  }

  /** It grows while nobody looks. */
  private double age(Seen each) {
    return each.standing().waitingSince().isEmpty()
        ? 0
        : each.standing().age().toMillis() / 1_000.0 + since(each.at());
  }

  private double since(Instant at) {
    return Math.max(0, Duration.between(at, clock.instant()).toMillis() / 1_000.0);
  }

  private void gauge(String name, String what, Rollup rollup, ToDoubleFunction<Seen> value) {
    builder(name, what, rollup, value).register(registry);
  }

  private void seconds(String name, String what, Rollup rollup, ToDoubleFunction<Seen> value) {
    builder(name, what, rollup, value).baseUnit("seconds").register(registry);
  }

  private Gauge.Builder<Supplier<Number>> builder(
      String name, String what, Rollup rollup, ToDoubleFunction<Seen> value) {
    Supplier<Number> now =
        () ->
            Optional.ofNullable(seen.get(rollup.fullName()))
                .map(value::applyAsDouble)
                .orElse(Double.NaN);
    return Gauge.builder("tidemark.rollup." + name, now)
        .description(what)
        .tags("rollup", rollup.name(), "place", rollup.place())
        .strongReference(true);
  }

  private Counter ticks(RollupEvent event, String result) {
    return ticks(event.rollup(), event.place(), result);
  }

  private Counter ticks(String rollup, String place, String result) {
    return Counter.builder("tidemark.rollup.ticks")
        .description("looks for changes, by what came of them")
        .tags("rollup", rollup, "place", place, "result", result)
        .register(registry);
  }
}
