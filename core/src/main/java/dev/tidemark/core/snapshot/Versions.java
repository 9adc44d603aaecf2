package dev.tidemark.core.snapshot;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StrongRows;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Gives out the versions of snapshots. One is on the disk as given out before anything is built, so
 * that none is ever two contents, whenever the process dies and whoever goes on. What dies in
 * between leaves a gap, which does no harm.
 *
 * <p>Whoever begins to publish cannot know what was published meanwhile: another one may have led
 * with a data directory of its own, or the directory may be one that was restored from a backup. So
 * it begins an epoch of its own, above all that it knows.
 */
final class Versions {

  /** The epoch that is counted in, by snapshot. */
  private final Map<String, Long> epochs = new ConcurrentHashMap<>();

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
    OptionalLong epoch = epoch(snapshot);
    Reserved reserved =
        state.transact(
            "reserve a version of snapshot " + snapshot,
            transaction -> {
              StrongRows<Row> rows = transaction.in(table);
              Optional<SnapshotVersion> last = find(rows, snapshot);
              SnapshotVersion next = next(last.filter(each -> isOf(epoch, each)), last, highest);
              rows.save(Row.of(snapshot, next));
              return new Reserved(snapshot, next, last);
            });
    epochs.put(snapshot, reserved.version().epoch());
    return reserved;
  }

  /** The next version is of an epoch of its own. */
  void beginAnew(String snapshot) {
    epochs.remove(snapshot);
  }

  /** The epoch that is counted in, once a version of it was given out. */
  OptionalLong epoch(String snapshot) {
    return Stream.ofNullable(epochs.get(snapshot)).mapToLong(Long::longValue).findFirst();
  }

  private static boolean isOf(OptionalLong epoch, SnapshotVersion version) {
    return epoch.isPresent() && epoch.getAsLong() == version.epoch();
  }

  /**
   * Whoever finds on the shelf what was not given out here has lost its memory, or follows another
   * publisher, and cannot know what else is out there: it begins an epoch, too, wherever the clock
   * stands.
   *
   * @param own the last one, if it is of the epoch that is counted in
   */
  private SnapshotVersion next(
      Optional<SnapshotVersion> own,
      Optional<SnapshotVersion> last,
      Optional<SnapshotVersion> highest) {
    if (own.isPresent() && highest.filter(each -> each.compareTo(own.get()) > 0).isEmpty()) {
      return new SnapshotVersion(own.get().epoch(), own.get().sequence() + 1);
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
