package dev.tidemark.core.snapshot;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StrongRows;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import java.time.Clock;
import java.util.Optional;

/**
 * Gives out the versions of snapshots. One is on the disk as given out before anything is built, so
 * that none is ever two contents, whenever the process dies and whoever goes on. What dies in
 * between leaves a gap, which does no harm.
 */
final class Versions {

  private final StateEngine state;
  private final StrongTable<Row> table;
  private final Clock clock;

  Versions(StateEngine state, Clock clock) {
    this.state = state;
    this.table = state.strong(Codec.records(SnapshotTypes.PUBLICATION, Row.class));
    this.clock = clock;
  }

  private record Row(String snapshot, long epoch, long sequence) {

    static Row of(String snapshot, SnapshotVersion version) {
      return new Row(snapshot, version.epoch(), version.sequence());
    }

    SnapshotVersion version() {
      return new SnapshotVersion(epoch, sequence);
    }
  }

  /**
   * A version that nobody else has.
   *
   * @param before what was given out before it
   */
  record Reserved(String snapshot, SnapshotVersion version, Optional<SnapshotVersion> before) {

    /** Whether going back to the one before forgets nothing but this one. */
    boolean isNext() {
      return before.filter(last -> last.epoch() == version.epoch()).isPresent();
    }
  }

  /**
   * The next version.
   *
   * @param highest the highest one on the shelf
   */
  Reserved reserve(String snapshot, Optional<SnapshotVersion> highest) {
    return state.transact(
        "reserve a version of snapshot " + snapshot,
        transaction -> {
          StrongRows<Row> rows = transaction.in(table);
          Optional<SnapshotVersion> last = find(rows, snapshot);
          SnapshotVersion next = next(last, highest);
          rows.save(Row.of(snapshot, next));
          return new Reserved(snapshot, next, last);
        });
  }

  /**
   * Whoever finds on the shelf what was not given out here has lost its memory, or follows another
   * publisher, and cannot know what else is out there: it begins an epoch of its own, above all
   * that it knows, wherever the clock stands.
   */
  private SnapshotVersion next(Optional<SnapshotVersion> last, Optional<SnapshotVersion> highest) {
    if (last.isPresent() && highest.filter(each -> each.compareTo(last.get()) > 0).isEmpty()) {
      return new SnapshotVersion(last.get().epoch(), last.get().sequence() + 1);
    }
    long known =
        Math.max(
            last.map(SnapshotVersion::epoch).orElse(-1L),
            highest.map(SnapshotVersion::epoch).orElse(-1L));
    return new SnapshotVersion(Math.max(known + 1, clock.millis()), 1);
  }

  /** The version was not used. */
  void giveBack(Reserved unused) {
    if (unused.isNext()) {
      try {
        state.transact(
            "give back a version of snapshot " + unused.snapshot(),
            transaction -> givenBack(transaction.in(table), unused));
      } catch (TidemarkException unwritten) {
        // Then it is a gap.
      }
    }
  }

  private static boolean givenBack(StrongRows<Row> rows, Reserved unused) {
    boolean isLast = find(rows, unused.snapshot()).filter(unused.version()::equals).isPresent();
    if (isLast) {
      rows.save(Row.of(unused.snapshot(), unused.before().orElseThrow()));
    }
    return isLast;
  }

  private static Optional<SnapshotVersion> find(StrongRows<Row> rows, String snapshot) {
    return rows.find(RowKey.of(snapshot)).map(Versioned::value).map(Row::version);
  }
}
