package dev.tidemark.core.sync.spi;

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

  /** Writes down that a request is about to be sent. Entries older than a day may be forgotten. */
  void asking(Instant at);

  /** When requests were sent, from {@code from} up to and including {@code to}, oldest first. */
  List<Instant> asked(Instant from, Instant to);

  /** Writes down that the upstream is not to be asked before this time; the last word counts. */
  void leaveAloneUntil(Instant notBefore);

  /** The time that was last written down, be it past or not. */
  Optional<Instant> notBefore();
}
