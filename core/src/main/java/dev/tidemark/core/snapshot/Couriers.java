package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.spi.Offer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The couriers of one snapshot, one for each target that is pushed to. */
final class Couriers {

  private final Map<String, Courier> byName = new ConcurrentHashMap<>();
  private final Set<CompletableFuture<Void>> leaving = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Publishing publishing;
  private final String snapshot;
  private final Supplier<Optional<Offer>> newest;
  private final Consumer<SnapshotVersion> refusedAsOld;

  /**
   * @param newest what the targets should have; never throws
   * @param refusedAsOld hears what a target has had a newer one of; quick, and does not throw
   */
  Couriers(
      Publishing publishing,
      String snapshot,
      Supplier<Optional<Offer>> newest,
      Consumer<SnapshotVersion> refusedAsOld) {
    this.publishing = publishing;
    this.snapshot = snapshot;
    this.newest = newest;
    this.refusedAsOld = refusedAsOld;
  }

  /**
   * From now on these are the targets. One that has changed in any way is another one: its push is
   * interrupted, and whatever was known of it does not count.
   *
   * @param targets those of this snapshot, of different names
   */
  synchronized void serve(Collection<Target> targets) {
    List<Target> pushed = targets.stream().filter(Couriers::isPushedTo).toList();
    byName.values().stream()
        .filter(courier -> !pushed.contains(courier.target()))
        .forEach(this::dismiss);
    if (publishing.mayGoOn()) {
      publishing.book().keep(snapshot, names(targets));
    }
    if (!ended.get()) {
      pushed.stream().filter(target -> !byName.containsKey(target.name())).forEach(this::engage);
    }
  }

  private static Set<String> names(Collection<Target> targets) {
    return targets.stream().map(Target::name).collect(Collectors.toSet());
  }

  /** Whether anything is ever pushed to it. */
  static boolean isPushedTo(Target target) {
    return target.enabled() && target.strategy() != Target.Strategy.NOOP;
  }

  private void engage(Target target) {
    Courier courier = new Courier(publishing, target, newest, refusedAsOld);
    byName.put(target.name(), courier);
    courier.ask();
  }

  private void dismiss(Courier courier) {
    byName.remove(courier.target().name());
    CompletableFuture<Void> idle = courier.end().toCompletableFuture();
    leaving.add(idle);
    idle.thenRun(() -> leaving.remove(idle));
  }

  void ask() {
    byName.values().forEach(Courier::ask);
  }

  void greet() {
    byName.values().forEach(Courier::greet);
  }

  /** Who pushes to it, if anybody does. */
  Optional<Courier> of(Target target) {
    return Optional.ofNullable(byName.get(target.name()))
        .filter(courier -> courier.target().equals(target));
  }

  void callOff() {
    byName.values().forEach(Courier::callOff);
  }

  /** Completes when nobody pushes. */
  synchronized CompletionStage<Void> end() {
    ended.set(true);
    byName.values().stream()
        .map(Courier::end)
        .map(CompletionStage::toCompletableFuture)
        .forEach(leaving::add);
    return CompletableFuture.allOf(leaving.toArray(CompletableFuture<?>[]::new));
  }

  List<TargetStanding> standings(List<Target> targets) {
    return targets.stream()
        .sorted(Comparator.comparing(Target::name))
        .map(target -> publishing.book().of(target).standing(target, isPushing(target)))
        .toList();
  }

  private boolean isPushing(Target target) {
    return Optional.ofNullable(byName.get(target.name())).filter(Courier::isPushing).isPresent();
  }
}
