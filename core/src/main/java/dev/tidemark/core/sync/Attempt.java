package dev.tidemark.core.sync;

import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy.Atomicity;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Staging;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Stages everything that one cycle needs. All requests are over when it has. */
final class Attempt {

  private final Schema schema;
  private final SyncPolicy policy;
  private final Cycle cycle;
  private final Staging staging;
  private final Listener listener;
  private final Fetching fetching;
  private final StoredRows stored;
  private final Instant horizon;
  private final Window window;
  private final Clock clock;
  private final Map<EntityType, TidemarkException> failures = new LinkedHashMap<>();

  Attempt(SyncTerms terms, Cycle cycle, Staging staging, MemoryWatch memory) {
    this.schema = terms.schema();
    this.policy = terms.policy();
    this.cycle = cycle;
    this.staging = staging;
    this.listener = terms.listener();
    this.clock = terms.clock();
    this.stored = new StoredRows(terms.ports().store());
    this.fetching =
        new Fetching(
            terms.ports().upstream(),
            terms.manners(),
            staging,
            new Fetching.Watch(memory, policy.guards(), listener));
    this.horizon = Window.horizon(cycle, policy);
    this.window =
        new Window(
            cycle,
            fetching,
            staging,
            new WholeList(
                cycle,
                fetching,
                staging,
                stored,
                new WholeList.Terms(policy, horizon, clock, listener)),
            listener);
  }

  void stage() {
    forEach(window::list);
    forEach(window::follow);
    if (!failures.isEmpty() && failures.size() == schema.types().size()) {
      throw failures.values().iterator().next();
    }
    if (cycle.mode() == Mode.FULL) {
      new Sweep(cycle, sweeping(), staging, policy.sweep(), listener).run(window.lists(), stored);
    }
    new Parents(cycle, new ByKey(fetching, policy.parents(), clock), staging, listener)
        .complete(types());
  }

  /** What a person has accepted is done in one go, or the next list would be too short again. */
  private ByKey sweeping() {
    SyncPolicy.Asking asking = policy.sweep().asking();
    return new ByKey(fetching, cycle.trusting() ? asking.withoutLimits() : asking, clock);
  }

  /** The types that were left out, and why. */
  Map<EntityType, TidemarkException> failures() {
    return failures;
  }

  int requests() {
    return fetching.requests();
  }

  long bytes() {
    return fetching.bytes();
  }

  ApplyPlan plan(Instant at) {
    return new ApplyPlan(
        cycle.number(),
        at,
        horizon,
        types(),
        window.cursors(),
        window.lists().keySet(),
        policy.retention(),
        cycle.identity().ofTheReplica(failures.isEmpty()));
  }

  private Set<EntityType> types() {
    Set<EntityType> types = new LinkedHashSet<>(schema.types());
    types.removeAll(failures.keySet());
    return types;
  }

  private void forEach(Consumer<EntityType> step) {
    for (EntityType type : schema.types()) {
      if (!failures.containsKey(type)) {
        orLeftOut(type, step);
      }
    }
  }

  /** A type whose parents are left out is left out, too, and not asked for any more. */
  private void orLeftOut(EntityType type, Consumer<EntityType> step) {
    Optional<TidemarkException> ofParent =
        type.references().stream()
            .filter(Reference::required)
            .map(reference -> failures.get(schema.type(reference.target())))
            .filter(Objects::nonNull)
            .findFirst();
    if (ofParent.isPresent()) {
      leaveOut(type, ofParent.get());
      return;
    }
    try {
      step.accept(type);
    } catch (BadAnswerException | UpstreamUnavailableException failure) {
      if (policy.atomicity() == Atomicity.CYCLE) {
        throw failure;
      }
      leaveOut(type, failure);
    }
  }

  private void leaveOut(EntityType type, TidemarkException failure) {
    window.leaveOut(type);
    failures.put(type, failure);
    listener.on(new SyncEvent.TypeFailed(type, failure));
  }
}
