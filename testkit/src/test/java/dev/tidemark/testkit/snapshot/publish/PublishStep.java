package dev.tidemark.testkit.snapshot.publish;

import dev.tidemark.testkit.fake.SnapshotHop;

/** What may happen in a history of a publisher. */
sealed interface PublishStep {

  /** The source has this content now. */
  record Change(int content, boolean told) implements PublishStep {}

  /** Something befalls a target. */
  record Befall(String target, Fate fate) implements PublishStep {}

  /** The next push to a target breaks here. */
  record Cut(String target, SnapshotHop.Step at) implements PublishStep {}

  /** The process dies at this step of a push, whoever it is to. */
  record DieInPush(SnapshotHop.Step at) implements PublishStep {}

  /** The process dies at this step of the store. */
  record DieInBuild(String at) implements PublishStep {}

  /** What befalls a target. */
  enum Fate {
    ADD,
    REMOVE,
    DISABLE,
    REJECT,
    TAKE,
    FORGET
  }

  /** What befalls everybody. */
  enum Event implements PublishStep {
    PASS_A_MOMENT,
    PASS_SECONDS,
    PASS_MINUTES,
    RESTART,
    KILL,
    LOSE_WEAK_STATE,
    LOSE_STATE,
    LOSE_SHELF,
    LOSE_THE_LEAD,
    LEAD,
    BUILDS_FAIL,
    NETWORK_FAILS,
    TARGETS_UNREADABLE,
    ALL_WORKS,
    SET_CLOCK_BACK,
    SET_CLOCK_FORTH,
    PUBLISH_ONCE,
    TELL
  }
}
