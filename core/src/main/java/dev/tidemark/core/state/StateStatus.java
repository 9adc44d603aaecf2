package dev.tidemark.core.state;

import dev.tidemark.core.state.spi.LastFlush;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How the weak tier stands.
 *
 * @param dirty keys by type that are not written yet; only types that have some
 * @param oldest when the oldest of these marks was made
 * @param last the last flush that was written, perhaps by an earlier process
 * @param failures flushes that failed in a row
 * @param lastError what the last failure was, until a flush succeeds
 */
public record StateStatus(
    Phase phase,
    Map<String, Long> dirty,
    Optional<Instant> oldest,
    LastFlush last,
    int failures,
    Optional<String> lastError) {

  public StateStatus {
    dirty = Map.copyOf(dirty);
  }

  /** All keys that are not written yet. */
  public long count() {
    return dirty.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What the state is at. */
  public enum Phase {
    /** Not started: it is written on demand and at the stop alone. */
    NEW,
    RUNNING,
    STOPPED
  }
}
