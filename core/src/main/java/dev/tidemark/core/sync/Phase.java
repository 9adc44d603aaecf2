package dev.tidemark.core.sync;

import java.time.Instant;

/** What the schedule is about, between two of its cycles and in one. */
sealed interface Phase {

  /** The timetable says what comes next. */
  record Idle() implements Phase {}

  /** To begin as soon as the schedule looks. */
  record Wanted(Call call) implements Phase {}

  record Running(Call call) implements Phase {}

  /** Over, and nothing made of it yet. */
  record Ended(Call call, Verdict verdict) implements Phase {}

  /**
   * On the ladder.
   *
   * @param call the one that comes
   */
  record Waiting(Call call, Instant at) implements Phase {}

  /**
   * One call of the use case.
   *
   * @param number 1 for the first
   */
  record Call(SyncRequest request, int number) {

    static Call first(SyncRequest request) {
      return new Call(request, 1);
    }

    Call next() {
      return new Call(request, number + 1);
    }
  }
}
