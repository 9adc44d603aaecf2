package dev.tidemark.core.mirror;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a mirror, and why it is in it.
 *
 * @param degraded names of the tables that are not as they should be; not empty just in {@link
 *     MirrorState#DEGRADED}
 * @param reason for people; empty where the state says it all
 * @param since when it came into this state
 * @param nextTry when it is tried again, where somebody waits for that
 */
public record Standing(
    MirrorState state,
    Set<String> degraded,
    String reason,
    Instant since,
    Optional<Instant> nextTry) {
  public Standing {
    degraded = Set.copyOf(degraded);
  }
}
