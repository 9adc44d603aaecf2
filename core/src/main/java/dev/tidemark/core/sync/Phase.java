package dev.tidemark.core.sync;

import java.time.Instant;

/** What the schedule is about, between two of its cycles and in one. */
sealed interface Phase {

  /** The timetable says what comes next. */
  record Idle() implements Phase {}

  /** To begin as soon as the schedule looks. */
  record Wanted(Attempt attempt) implements Phase {}

  record Running(Attempt attempt) implements Phase {}

  /** Over, and nothing made of it yet. */
  record Ended(Attempt attempt, Verdict verdict) implements Phase {}

  /**
   * On the ladder.
   *
   * @param attempt the one that comes
   */
  record Waiting(Attempt attempt, Instant at) implements Phase {}

  /**
   * One call of the use case.
   *
   * @param number 1 for the first
   */
  record Attempt(SyncRequest request, int number) {

    static Attempt first(SyncRequest request) {
      return new Attempt(request, 1);
    }

    Attempt next() {
      return new Attempt(request, number + 1);
    }
  }
}
