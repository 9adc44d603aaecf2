package dev.tidemark.core.snapshot;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.snapshot.DeliveryBook.Failed;
import dev.tidemark.core.snapshot.Generations.Generation;
import dev.tidemark.core.snapshot.PublishReport.Outcome;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One publication that somebody waits for. */
record ByHand(Publishing publishing, Publication publication, Underway underway) {

  /**
   * @param targets those of the snapshot
   */
  PublishReport run(List<Target> targets) {
    try {
      PublishReport report = once(targets);
      boolean isOfBefore =
          report.targets().stream().anyMatch(ByHand::isRefusedAsOld)
              && publication.supersede(report.manifest().version());
      return isOfBefore ? once(targets) : report;
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
    Generation generation = publication.makeNow();
    List<CompletableFuture<Outcome>> pushes =
        targets.stream()
            .filter(Couriers::isPushedTo)
            .sorted(Comparator.comparing(Target::name))
            .map(target -> new Push(publishing, target, generation.offer()))
            .map(push -> CompletableFuture.supplyAsync(() -> outcome(push), publishing.workers()))
            .toList();
    List<Outcome> outcomes = outcomes(pushes);
    outcomes.stream().filter(each -> !each.isGood()).forEach(this::leaveToItsCourier);
    return new PublishReport(
        publication.name(), generation.offer().manifest().manifest(), generation.built(), outcomes);
  }

  /** If there is one: what the target has said to it before does not count any more. */
  private void leaveToItsCourier(Outcome failed) {
    publication.couriers().greet(failed.target());
  }

  private List<Outcome> outcomes(List<CompletableFuture<Outcome>> pushes) {
    try {
      List<Outcome> all = new ArrayList<>();
      for (CompletableFuture<Outcome> push : pushes) {
        all.add(push.get());
      }
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
      return new Outcome(push.target(), Optional.of(delivery), Optional.empty(), took);
    } catch (CancelledException calledOff) {
      throw calledOff;
    } catch (RuntimeException failure) {
      String message = Publishing.message(failure);
      push.failed(failure, once(message));
      Duration took = Spent.between(begun, publishing.now());
      return new Outcome(push.target(), Optional.empty(), Optional.of(message), took);
    }
  }

  private static Failed once(String error) {
    return new Failed(1, error, Optional.empty());
  }
}
