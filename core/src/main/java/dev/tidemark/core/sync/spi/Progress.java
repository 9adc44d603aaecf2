package dev.tidemark.core.sync.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * How far a full cycle has come with the whole list of one entity type. It is written when a step
 * is done, so that a later cycle can go on behind it.
 *
 * @param step the last step that is done
 * @param at when it was done, on this machine's clock
 * @param identity the {@link Upstream#identity()} that was asked
 * @param listed rows in the list
 * @param listNewest the newest believed version in the list
 * @param newest the newest believed version that came so far
 * @param cached whether the list came from a cache of the upstream
 */
public record Progress(
    Step step,
    Instant at,
    String identity,
    long listed,
    Optional<Instant> listNewest,
    Optional<Instant> newest,
    boolean cached) {

  /** The same, when every tombstone that the upstream keeps is staged too. */
  public Progress withHistory(Instant doneAt, Optional<Instant> newestOfAll) {
    return new Progress(Step.HISTORY, doneAt, identity, listed, listNewest, newestOfAll, cached);
  }

  /** What is done of a type. */
  public enum Step {
    /** The whole list is staged. */
    LIST,
    /** So is every tombstone there ever was. */
    HISTORY
  }
}
