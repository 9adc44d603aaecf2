package dev.tidemark.core.sync.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a fetch took.
 *
 * @param rows rows given to the sink, decodable or not
 * @param bytes size of the bodies as they came over the wire, compressed or not
 * @param requests requests sent
 * @param cachedAsOf since when the answer may be stale, if it came from a cache of the upstream;
 *     empty for a live answer
 * @param unknownFields names that upstream sent and the schema lacks; their values are in {@link
 *     dev.tidemark.core.schema.Row#extra()}
 */
public record Fetched(
    long rows, long bytes, int requests, Optional<Instant> cachedAsOf, Set<String> unknownFields) {

  public Fetched {
    unknownFields = Set.copyOf(unknownFields);
  }
}
