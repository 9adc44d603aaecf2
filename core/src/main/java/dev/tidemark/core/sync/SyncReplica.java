package dev.tidemark.core.sync;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.time.Ambient;
import java.util.function.Supplier;

/** Brings the replica up to date. Safe for use by many threads; one of them works. */
public interface SyncReplica {

  /**
   * Runs one cycle on this thread: streams what changed into a staging area, fetches the parents
   * that are missing and asks for the rows that are gone, and applies it all in one transaction.
   * Either everything of the cycle is in the replica afterwards, its cursors and its change feed
   * included, or nothing is; with {@link SyncPolicy.Atomicity#PER_TYPE} this holds for each type
   * together with its parents. The outcome is in the journal either way.
   *
   * <p>It is stopped by an interrupt of this thread, by {@link #cancel} and by the watchdog.
   *
   * @throws dev.tidemark.core.AlreadyRunningException if a cycle is running; nothing is journalled
   * @throws dev.tidemark.core.RateLimitedException if the upstream is to be left alone for now, as
   *     an earlier cycle was told; nothing is journalled then, and nothing is asked
   * @throws dev.tidemark.core.TidemarkException whatever stopped the cycle
   */
  SyncReport sync(SyncRequest request);

  /** A cycle of this mode, as {@link #sync(SyncRequest)} says. */
  default SyncReport sync(Mode mode) {
    return sync(SyncRequest.of(mode));
  }

  /**
   * Stops the cycle that runs, if one does, and says why; does not wait for its end.
   *
   * @param why for people, as in {@code leadership was lost}
   */
  void cancel(String why);

  /** Under a policy that never changes. */
  static SyncReplica of(
      Schema schema, SyncPorts ports, SyncPolicy policy, Ambient ambient, Listener listener) {
    return of(schema, ports, () -> policy, ambient, listener);
  }

  /**
   * @param policy asked once at the beginning of each cycle, which keeps it to its end
   */
  static SyncReplica of(
      Schema schema,
      SyncPorts ports,
      Supplier<SyncPolicy> policy,
      Ambient ambient,
      Listener listener) {
    return new SyncService(schema, ports, policy, ambient, listener);
  }
}
