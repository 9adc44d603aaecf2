package dev.tidemark.app.gateway;

import java.util.Set;

/** A row of {@link Tables#SUBSCRIPTION}; there is none that is not valid. */
record Subscription(
    String id,
    String name,
    String sourceType,
    String url,
    String content,
    long updateIntervalNs,
    boolean enabled,
    boolean ephemeral,
    long ephemeralNodeEvictDelayNs,
    long createdAtNs,
    long updatedAtNs) {

  static final long SHORTEST_INTERVAL_NS = 30_000_000_000L;

  Subscription {
    sourceType = sourceType.isBlank() ? "remote" : sourceType;
    if (!Set.of("remote", "local").contains(sourceType)) {
      throw new IllegalArgumentException("subscription: no source type " + sourceType);
    }
    if (updateIntervalNs < SHORTEST_INTERVAL_NS) {
      throw new IllegalArgumentException(
          "subscription: expected 30 s or more between updates, found %d ns"
              .formatted(updateIntervalNs));
    }
  }

  static Subscription of(String id, String name) {
    return of(id, name, "", SHORTEST_INTERVAL_NS);
  }

  static Subscription of(String id, String name, String sourceType, long updateIntervalNs) {
    return new Subscription(
        id, name, sourceType, "https://any", "", updateIntervalNs, true, false, 0, 1, 1);
  }
}
