package dev.tidemark.core.snapshot;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.snapshot.DeliveryBook.Attempt;
import dev.tidemark.core.snapshot.Generations.Generation;
import dev.tidemark.core.snapshot.PublishReport.Outcome;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One publication that somebody waits for. A target that has a courier is pushed to by it alone;
 * what it says to that is waited for.
 */
record ByHand(Publishing publishing, Publication publication, Flights underway) {

  /**
   * @param targets those of the snapshot
   */
  PublishReport run(List<Target> targets) {
    List<Target> pushed =
        targets.stream()
            .filter(Couriers::isPushedTo)
            .sorted(Comparator.comparing(Target::name))
            .toList();
    try {
      PublishReport report = once(pushed);
      boolean isOfBefore =
          report.targets().stream().anyMatch(ByHand::isRefusedAsOld)
              && publication.supersede(report.manifest().version());
      return isOfBefore ? once(pushed) : report;
    } finally {
      underway.end();
    }
  }

  private static boolean isRefusedAsOld(Outcome outcome) {
    return outcome
        .delivery()
        .filter(said -> said.verdict().code() == Code.REJECTED_OLD)
        .isPresent();
  }

  private PublishReport once(List<Target> targets) {
    Map<Courier, Hearing> hearings = new IdentityHashMap<>();
    targets.forEach(
        target ->
            publication
                .couriers()
                .of(target)
                .ifPresent(courier -> hearings.put(courier, new Hearing())));
    hearings.forEach(Courier::hear);
    try {
      return pushed(targets, hearings);
    } finally {
      hearings.forEach(Courier::hearNoMore);
    }
  }

  private PublishReport pushed(List<Target> targets, Map<Courier, Hearing> hearings) {
    Generation generation = publication.makeNow();
    SnapshotManifest manifest = generation.offer().manifest().manifest();
    hearings.values().forEach(hearing -> hearing.await(manifest.version()));
    hearings.keySet().forEach(Courier::ask);
    List<CompletableFuture<Outcome>> pushes = new ArrayList<>();
    hearings.values().forEach(hearing -> pushes.add(hearing.outcome()));
    targets.stream()
        .filter(
            target -> hearings.keySet().stream().noneMatch(each -> each.target().equals(target)))
        .map(target -> push(target, generation.offer()))
        .forEach(pushes::add);
    return new PublishReport(publication.name(), manifest, generation.built(), outcomes(pushes));
  }

  private CompletableFuture<Outcome> push(Target target, Offer offer) {
    Push push = new Push(publishing, target, offer);
    return CompletableFuture.supplyAsync(() -> outcome(push), publishing.workers());
  }

  private List<Outcome> outcomes(List<CompletableFuture<Outcome>> pushes) {
    try {
      return underway.run(flight -> awaited(pushes));
    } finally {
      pushes.forEach(push -> push.cancel(false));
    }
  }

  private List<Outcome> awaited(List<CompletableFuture<Outcome>> pushes) {
    publishing.goOn("publish snapshot " + publication.name());
    try {
      List<Outcome> all = new ArrayList<>();
      for (CompletableFuture<Outcome> push : pushes) {
        all.add(push.get());
      }
      all.sort(Comparator.comparing(each -> each.target().name()));
      return all;
    } catch (InterruptedException stopped) {
      throw new CancelledException(
          "publish snapshot %s: stopped; some targets may have it".formatted(publication.name()),
          stopped);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a push failed", failure);
    }
  }

  /** A push that was called off ends all of it; any other failure is that of this target. */
  private Outcome outcome(Push push) {
    Instant begun = publishing.now();
    publishing.book().wants(push.target(), push.manifest().version());
    try {
      Delivery delivery = push.run(underway);
      Duration took = Spent.between(begun, publishing.now());
      push.ended(delivery, took, ByHand::once);
      return Outcome.of(push.target(), delivery, took);
    } catch (CancelledException calledOff) {
      throw calledOff;
    } catch (RuntimeException failure) {
      String message = Publishing.message(failure);
      push.failed(failure, once(message));
      return Outcome.failed(push.target(), message, Spent.between(begun, publishing.now()));
    }
  }

  private static Attempt once(String error) {
    return new Attempt(1, error, Optional.empty());
  }
}
