package dev.tidemark.core.mirror;

import java.time.Instant;
import java.util.Optional;

/**
 * How one table of a mirror stands, as far as this application knows.
 *
 * @param type name of the entity type
 * @param verified what the last comparison that found it equal had seen; empty before the first
 * @param failure what went wrong since then, if something did
 * @param quarantined rows that the database does not take
 */
public record TableStatus(
    String type, Optional<Verified> verified, Optional<Failure> failure, long quarantined) {

  /**
   * @param digest as {@link dev.tidemark.core.mirror.spi.Digest#text()}
   */
  public record Verified(Instant at, long rows, String digest) {}

  public record Failure(Instant at, String message) {}
}
