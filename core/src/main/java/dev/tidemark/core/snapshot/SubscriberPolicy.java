package dev.tidemark.core.snapshot;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a subscriber takes.
 *
 * @param names of the snapshots that are taken, and on which terms; no others are
 * @param trust who must have signed
 */
public record SubscriberPolicy(Map<String, Terms> names, Limits limits, ManifestCheck trust) {

  public SubscriberPolicy {
    names = Map.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("expected the name of a snapshot that is taken");
    }
  }

  /** These on usual terms, from everybody who may connect. */
  public static SubscriberPolicy taking(String... names) {
    return new SubscriberPolicy(
        Set.of(names).stream().collect(Collectors.toMap(Function.identity(), name -> Terms.USUAL)),
        Limits.USUAL,
        ManifestCheck.NONE);
  }

  /**
   * On which terms one snapshot is taken.
   *
   * @param maxSize of its file, in bytes
   * @param maxAge since it was built; what is exactly as old is taken. 0 for any age
   * @param skew how far in the future it may have been built, as clocks differ
   * @param schemaHash which tables and columns must be in it; any if absent
   * @param peers who may send it, as the transport knows them; all who may connect if empty
   */
  public record Terms(
      long maxSize,
      Duration maxAge,
      Duration skew,
      Optional<String> schemaHash,
      Set<String> peers) {

    /** Up to 2 GB, of any age, by clocks that are up to 5 minutes ahead, from everybody. */
    public static final Terms USUAL =
        new Terms(2_000_000_000, Duration.ZERO, Duration.ofMinutes(5), Optional.empty(), Set.of());

    public Terms {
      peers = Set.copyOf(peers);
      if (maxSize < 1 || maxAge.isNegative() || skew.isNegative()) {
        throw new IllegalArgumentException(
            "expected a size, and no negative age or skew; found %d, %s, %s"
                .formatted(maxSize, maxAge, skew));
      }
    }
  }

  /**
   * How much is taken at once and in passing. Who comes beyond is asked to come later.
   *
   * @param receptions at once, of all snapshots
   * @param perPeer at once, of one snapshot from one peer
   * @param offersPerMinute from one peer
   * @param bytesPerHour from one peer; what has begun is taken to its end
   */
  public record Limits(int receptions, int perPeer, int offersPerMinute, long bytesPerHour) {

    /** 8 at once, 2 of one snapshot from one peer; 20 offers a second; 64 GB an hour. */
    public static final Limits USUAL = new Limits(8, 2, 1_200, 64_000_000_000L);

    public Limits {
      if (receptions < 1 || perPeer < 1 || offersPerMinute < 1 || bytesPerHour < 1) {
        throw new IllegalArgumentException(
            "expected limits of 1 and more, found %d, %d, %d, %d"
                .formatted(receptions, perPeer, offersPerMinute, bytesPerHour));
      }
    }
  }
}
