package dev.tidemark.testkit.model;

import dev.tidemark.core.sync.spi.Mode;

/**
 * One thing that happens in the model. Numbers pick among what there is at the time, so that any
 * list of steps makes sense, also with some of them left out.
 */
sealed interface Step {

  /** Time passes; without it, changes share one second. */
  record Tick(int seconds) implements Step {}

  /** A new row, below any parents that there are. */
  record Insert(int type, int parents) implements Step {}

  /** A row gets another content and version. */
  record Update(int type, int row) implements Step {}

  /** A row gets another content, and keeps its version. */
  record Silent(int type, int row) implements Step {}

  /** A row becomes a tombstone. */
  record Delete(int type, int row) implements Step {}

  /** A row is gone without a trace. */
  record HardDelete(int type, int row) implements Step {}

  /** A row that was gone without a trace is there again, as it was. */
  record Reappear(int row) implements Step {}

  /** A tombstone comes back to life. */
  record Undelete(int type, int row) implements Step {}

  /** A row moves below other parents, some of which may not exist. */
  record Move(int type, int row, int parents) implements Step {}

  /** From now on, the list of this type is served from a cache. */
  record Cache(int type) implements Step {}

  /** Lists are live again. */
  record Live() implements Step {}

  /** One request from now, some requests ahead, breaks off in the middle of its answer. */
  record Fault(int ahead, Kind kind) implements Step {
    enum Kind {
      DOWN,
      CUT_SHORT,
      RATE_LIMITED,
      REFUSED,
      BUG
    }
  }

  record Cycle(Mode mode) implements Step {}

  /** The process ends and starts again. */
  record Restart() implements Step {}
}
