package dev.tidemark.core.job;

import java.time.Instant;

/** What is next for one scope of a job. */
sealed interface Next {

  /**
   * A plan whose time has come.
   *
   * @param skipped how many plans before it are too old to be run
   */
  record Due(Instant plan, int attempt, long skipped) implements Next {}

  /** Nothing before this time. */
  record Later(Instant at) implements Next {}

  /** Nothing before a run has ended, or was released. */
  record Held() implements Next {}
}
