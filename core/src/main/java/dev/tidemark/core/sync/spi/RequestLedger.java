package dev.tidemark.core.sync.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the upstream was asked, and until when it wants to be left alone: remembered over restarts,
 * whatever becomes of the cycle. Every method is one transaction of its own. Safe for use by many
 * threads, and it works on an interrupted one.
 *
 * @throws dev.tidemark.core.StorageException from every method, if the ledger cannot answer
 */
public interface RequestLedger {

  /** How far ahead no upstream sends anybody away. */
  Duration BEYOND_BELIEF = Duration.ofDays(8);

  /** Writes down that a request is about to be sent. Entries older than a day may be forgotten. */
  void asking(Instant at);

  /** When requests were sent, from {@code from} up to and including {@code to}, oldest first. */
  List<Instant> asked(Instant from, Instant to);

  /** Writes down that the upstream is not to be asked before this time; the last word counts. */
  void leaveAloneUntil(Instant notBefore);

  /** The time that was last written down, be it past or not. */
  Optional<Instant> notBefore();

  /** Until when the upstream is to be left alone, if that time is to come and is believed. */
  default Optional<Instant> notBefore(Instant now) {
    return notBefore().filter(now::isBefore).filter(until -> isBelieved(until, now));
  }

  /** What lies further ahead than any upstream may say was written down under a wrong clock. */
  static boolean isBelieved(Instant notBefore, Instant now) {
    return notBefore.isBefore(now.plus(BEYOND_BELIEF));
  }
}
