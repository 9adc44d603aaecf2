package dev.tidemark.core.mirror;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Follower;
import dev.tidemark.core.feed.Followers;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.core.time.Turns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** All mirrors, each with its turns. */
final class KeptMirrors implements Mirrors {

  private final Map<String, DirectMirror> mirrors = new TreeMap<>();
  private final List<Turns> turns = new ArrayList<>();
  private final List<StateMachine> machines = new ArrayList<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final MirrorPorts ports;

  KeptMirrors(
      Collection<MirrorTarget> targets,
      MirrorPorts ports,
      Function<String, MirrorPolicy> policy,
      Ambient ambient,
      Executor workers,
      Listener listener) {
    refuseSharedPlaces(targets);
    this.ports = ports;
    for (MirrorTarget target : targets) {
      MirrorBook book = new MirrorBook(ports.state(), target.name(), ambient.clock());
      Work work =
          new Work(
              target,
              ports,
              book,
              () -> policy.apply(target.name()),
              ambient,
              workers,
              Listener.unshaken(listener),
              ended::get,
              false);
      StateMachine machine = new StateMachine(work);
      DirectMirror mirror = new DirectMirror(work, machine);
      mirrors.put(target.name(), mirror);
      machines.add(machine);
      turns.add(new Turns(ambient.scheduler(), workers, new Keeper(mirror, machine, work)::turn));
    }
  }

  private static void refuseSharedPlaces(Collection<MirrorTarget> targets) {
    List<String> problems = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    Map<String, String> places = new HashMap<>();
    for (MirrorTarget target : targets) {
      if (names.put(target.name(), target.name()) != null) {
        problems.add("two mirrors are called " + target.name());
      }
      String other = places.put(target.place(), target.name());
      if (other != null) {
        problems.add(
            "mirrors %s and %s are the same tables of %s; give one of them a prefix or a database of its own"
                .formatted(other, target.name(), target.place()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("mirrors", problems);
    }
  }

  @Override
  public List<Mirror> all() {
    return List.copyOf(mirrors.values());
  }

  @Override
  public Mirror get(String name) {
    Mirror found = mirrors.get(name);
    if (found == null) {
      throw new NotFoundException(
          "mirror %s: there is none of this name%s"
              .formatted(name, NearMiss.hint(name, mirrors.keySet())));
    }
    return found;
  }

  @Override
  public Followers followers() {
    return () ->
        mirrors.values().stream().map(KeptMirrors::follower).flatMap(Optional::stream).toList();
  }

  private static Optional<Follower> follower(DirectMirror mirror) {
    return mirror.follows().map(at -> new Follower("mirror " + mirror.name(), at));
  }

  @Override
  public void start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("start the mirrors: they were started before");
    }
    if (!turns.isEmpty()) {
      ports.leadership().watch(this::feedGrew);
      feedGrew();
    }
  }

  @Override
  public void feedGrew() {
    if (started.get()) {
      turns.forEach(Turns::ask);
    }
  }

  @Override
  public CompletionStage<Void> stop() {
    ended.set(true);
    return CompletableFuture.allOf(
            turns.stream()
                .map(Turns::end)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new))
        .thenRun(() -> machines.forEach(StateMachine::stopped));
  }
}
