package dev.tidemark.core.rollup;

import dev.tidemark.core.event.Event;
import java.time.Duration;

/** What the keeping of rollups tells. */
public sealed interface RollupEvent extends Event {

  /** Which one: {@code changes}. */
  String rollup();

  /** Where it is kept: {@code replica}. */
  String place();

  /** {@code NAME@PLACE}, which no other has. */
  default String fullName() {
    return Rollup.fullName(rollup(), place());
  }

  /** A tick ended, however it went. */
  record Ticked(String rollup, String place, Tick tick, Duration took) implements RollupEvent {}

  /** How it stands behind a tick that did not fail. */
  record Stood(String rollup, String place, RollupStanding standing) implements RollupEvent {}

  /** A change waits for longer than it should; told behind every tick while it is so. */
  record Lagging(String rollup, String place, Duration age, long queued) implements RollupEvent {}

  /**
   * One part of a backfill was computed.
   *
   * @param done how many of them are
   * @param parts how many there are
   */
  record PartComputed(String rollup, String place, Span part, long cells, int done, int parts)
      implements RollupEvent {}

  /** A backfill has ended, and the rollup is complete. */
  record Completed(String rollup, String place, Backfilled result) implements RollupEvent {}

  /** Cells were compared with their events. */
  record Checked(String rollup, String place, Verified result) implements RollupEvent {}

  /** Another took the lease away; what this one did not commit is given up. */
  record LeaseLost(String rollup, String place) implements RollupEvent {}
}
