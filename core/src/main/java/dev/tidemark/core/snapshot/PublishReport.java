package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of one publication by hand.
 *
 * @param manifest what was published
 * @param built how it was built; empty where it is passed on
 * @param targets those that are enabled and pushed to, by name
 */
public record PublishReport(
    String snapshot, SnapshotManifest manifest, Optional<Built> built, List<Outcome> targets) {

  public PublishReport {
    targets = List.copyOf(targets);
  }

  /**
   * What became of one push: either a delivery, whose verdict may be a rejection, or a failure.
   *
   * @param failure why no verdict came
   */
  public record Outcome(
      Target target, Optional<Delivery> delivery, Optional<String> failure, Duration took) {

    static Outcome of(Target target, Delivery delivery, Duration took) {
      return new Outcome(target, Optional.of(delivery), Optional.empty(), took);
    }

    static Outcome failed(Target target, String why, Duration took) {
      return new Outcome(target, Optional.empty(), Optional.of(why), took);
    }

    public boolean isGood() {
      return delivery.filter(ended -> ended.verdict().code().isGood()).isPresent();
    }
  }

  /** Whether there is nobody that it would be pushed to. */
  public boolean isForNobody() {
    return targets.isEmpty();
  }

  /**
   * Whether every target has it now; so it is, too, where it is {@linkplain #isForNobody for
   * nobody}.
   */
  public boolean isGood() {
    return targets.stream().allMatch(Outcome::isGood);
  }
}
