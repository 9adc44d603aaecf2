package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Mode;
import java.time.Clock;

/** Brings the replica up to date. Safe for use by many threads; one of them works. */
@FunctionalInterface
public interface SyncReplica {

  /**
   * Runs one cycle: streams what changed into a staging area, fetches the parents that are missing,
   * and applies it all in one transaction. Either everything of the cycle is in the replica
   * afterwards, its cursors and its change feed included, or nothing is. The outcome is in the
   * journal either way.
   *
   * @throws dev.tidemark.core.AlreadyRunningException if a cycle is running; nothing is journalled
   * @throws dev.tidemark.core.TidemarkException whatever stopped the cycle
   */
  SyncReport sync(Mode mode);

  static SyncReplica of(
      Schema schema, SyncPorts ports, SyncPolicy policy, Clock clock, Listener listener) {
    return new SyncService(schema, ports, policy, clock, listener);
  }
}
