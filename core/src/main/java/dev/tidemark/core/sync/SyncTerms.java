package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.time.Ambient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What one cycle of a replica works with; its policy is that of its beginning. */
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

  /** For messages. */
  String attempted() {
    return attempted(schema);
  }

  static String attempted(Schema schema) {
    return "sync " + schema.name();
  }
}
