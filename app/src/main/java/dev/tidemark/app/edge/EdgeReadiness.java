package dev.tidemark.app.edge;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.SubscriberStatus.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether what an edge serves is fit to be used: each snapshot is there, and not too old. How the
 * origin is does not matter for that.
 *
 * @param maxAge since a snapshot was current for certain, from which on it is too old
 */
public record EdgeReadiness(Subscriber subscriber, Duration maxAge, Clock clock) {

  /**
   * What speaks against it, for people; nothing if it is ready.
   *
   * @throws dev.tidemark.core.StorageException if that cannot be read
   */
  public List<String> objections() {
    return new TreeMap<>(subscriber.status().names())
        .entrySet().stream().flatMap(each -> objection(each).stream()).toList();
  }

  private Optional<String> objection(Map.Entry<String, Standing> each) {
    Standing standing = each.getValue();
    if (standing.age().isEmpty()) {
      return Optional.of("snapshot %s: none has come yet".formatted(each.getKey()));
    }
    Duration age = standing.age().get();
    return age.compareTo(maxAge) < 0
        ? Optional.empty()
        : Optional.of(
            "snapshot %s: last known to be current %s ago, expected less than %s%s"
                .formatted(
                    each.getKey(),
                    Amounts.time(age),
                    Amounts.time(maxAge),
                    standing.confirmed().map(this::confirmed).orElse("")));
  }

  /** Somebody offers it still, and does not say that it is current. */
  private String confirmed(Instant at) {
    Duration since = Duration.between(at, clock.instant());
    return "; a publisher offered it %s ago".formatted(Amounts.time(since));
  }
}
