package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.time.Ambient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What all cycles of one replica have in common. */
record SyncTerms(
    Schema schema, SyncPorts ports, SyncPolicy policy, Ambient ambient, Listener listener) {

  Clock clock() {
    return ambient.clock();
  }

  /** As the journal keeps it. */
  Instant now() {
    return clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  Manners manners() {
    return new Manners(ports.ledger(), policy.requestsPerHour(), clock());
  }
}
