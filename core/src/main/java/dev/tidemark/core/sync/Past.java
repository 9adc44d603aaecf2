package dev.tidemark.core.sync;

import dev.tidemark.core.sync.SyncSchedule.SchedulePorts;
import dev.tidemark.core.sync.spi.Run;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known when the next cycle is to be found.
 *
 * @param last the end of the last cycle that has ended
 * @param succeeded whether any cycle ever did
 * @param notBefore what the ledger says, if that time is to come
 */
record Past(
    Optional<Run.Ended> last,
    boolean succeeded,
    Optional<Instant> notBefore,
    Optional<Setback> setback) {

  /**
   * An attempt of this process that failed, whether or not the journal could take it down.
   *
   * @param notBefore until when the failure wants the upstream to be left alone
   */
  record Setback(Instant at, Optional<Instant> notBefore) {}

  /** At most one cycle runs, so one of the last two has ended. */
  static Past read(SchedulePorts ports, Optional<Setback> setback, Instant now) {
    return new Past(
        ports.journal().last(2).stream().flatMap(run -> run.ended().stream()).findFirst(),
        ports.journal().lastSuccess().isPresent(),
        ports.ledger().notBefore(now),
        setback);
  }
}
