package dev.tidemark.testkit.mirror;

import java.util.List;

/** Something that befalls a replica, its mirror, or who keeps that. */
sealed interface MirrorStep {

  /** What happens to one row of the replica. */
  enum What {
    PUT_ORG,
    PUT_IX,
    PUT_WORD,
    PUT_PORT,
    KILL_ORG,
    KILL_IX,
    VANISH_WORD,
    VANISH_PORT,
    PURGE
  }

  record Change(What what, int id, int name) {}

  /** One cycle each, and whether anybody tells of them. */
  record Cycle(List<Change> changes, boolean told) implements MirrorStep {}

  /** How a step of the database fails. */
  enum Failure {
    UNAVAILABLE,
    DEADLOCK,
    ANSWER_LOST,
    SETUP,
    TIMED_OUT,
    KILLED
  }

  /** Some steps fail, but for so many that come before. */
  record Fail(Failure how, int behind, int times) implements MirrorStep {}

  /** Something befalls the whole. */
  enum Event implements MirrorStep {
    PASS_A_SECOND(true),
    PASS_A_MINUTE(true),
    PASS_AN_INTERVAL(true),
    GO_AWAY(true),
    COME_BACK(true),
    RESTART(true),
    KILL(true),
    LOSE_THE_LEAD(true),
    LEAD(true),
    ANOTHER_WRITES(true),
    DROP_A_TABLE(true),
    CLEAR(true),
    REMEMBER(true),
    PUT_BACK(true),
    REFUSE(true),
    TAKE_ALL(true),
    PRUNE_WHAT_IS_PASSED(true),
    COMPACT(true),
    VERIFY(true),
    BACKFILL(true),
    SET_CLOCK_BACK(true),
    REPAIR(false),
    EDIT(false),
    ADD(false),
    REMOVE(false),
    PRUNE_ALL(false),
    RESTORE_REPLICA(false),
    REBUILD_REPLICA(false);

    final boolean isPeaceful;

    Event(boolean isPeaceful) {
      this.isPeaceful = isPeaceful;
    }
  }
}
