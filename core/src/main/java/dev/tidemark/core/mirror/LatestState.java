package dev.tidemark.core.mirror;

import dev.tidemark.core.RowsRejectedException;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes the rows of some keys on a mirror what they are in the replica: there or not there. The
 * replica is read within the transaction on the mirror, where nobody else writes, so that nothing
 * newer is ever replaced by something older.
 *
 * <p>What the database does not take is written down before the transaction commits that goes on
 * without it, and taken back behind a commit with it: at any moment, no refused row is unknown.
 */
final class LatestState {

  /** Where more rows of a type are refused, it is the table that has to be seen to. */
  private static final int MOST_REFUSED = 1_000;

  private final Work work;

  LatestState(Work work) {
    this.work = work;
  }

  /**
   * What became of the keys.
   *
   * @param refused what the database does not take
   * @param hopeless why so many rows of a type are refused that the rest was not tried; the table
   *     is doubted
   */
  record Outcome(
      long written,
      long removed,
      Map<EntityType, Set<RowKey>> keys,
      Map<EntityType, Set<RowKey>> refused,
      Map<EntityType, String> hopeless) {

    long refusals() {
      return refused.values().stream().mapToLong(Set::size).sum();
    }
  }

  /** Upserts parents before children, then removes children before parents. */
  Outcome write(MirrorTransaction transaction, Map<EntityType, Set<RowKey>> keys) {
    Outcome outcome = new Outcome(0, 0, keys, new HashMap<>(), new HashMap<>());
    Map<EntityType, Set<RowKey>> gone = new HashMap<>();
    long written = 0;
    for (EntityType type : work.schema().types()) {
      Set<RowKey> asked = keys.getOrDefault(type, Set.of());
      List<Row> rows = work.reader().find(type, asked);
      gone.put(type, without(asked, rows));
      written += upsert(transaction, type, rows, outcome);
    }
    long removed = 0;
    for (EntityType type : childrenFirst()) {
      removed += delete(transaction, type, gone.get(type), outcome);
    }
    outcome.hopeless().keySet().forEach(type -> doubt(transaction, type, outcome));
    return new Outcome(written, removed, keys, outcome.refused(), outcome.hopeless());
  }

  /** None of its rows is known to be there now. */
  private void doubt(MirrorTransaction transaction, EntityType type, Outcome outcome) {
    transaction.table(type).mark(TableState.of(Trust.DOUBTED));
    work.book().failed(type, outcome.hopeless().get(type));
    outcome
        .refused()
        .computeIfAbsent(type, each -> new HashSet<>())
        .addAll(outcome.keys().getOrDefault(type, Set.of()));
  }

  private static Set<RowKey> without(Set<RowKey> asked, List<Row> rows) {
    Set<RowKey> gone = new HashSet<>(asked);
    rows.forEach(row -> gone.remove(row.key()));
    return gone;
  }

  List<EntityType> childrenFirst() {
    List<EntityType> types = new ArrayList<>(work.schema().types());
    Collections.reverse(types);
    return types;
  }

  private long upsert(
      MirrorTransaction transaction, EntityType type, List<Row> rows, Outcome outcome) {
    Bisection.Result<Row> result =
        Bisection.write(
            rows, some -> transaction.table(type).upsert(some), () -> budget(type, outcome));
    note(type, result, Row::key, outcome);
    return result.gaveUp().isPresent() ? 0 : rows.size() - result.rejected().size();
  }

  /**
   * Upserts rows of one type alone, and writes down which of them the database does not take.
   *
   * @return how many it takes
   * @throws RowsRejectedException if it does not take so many that the rest was not tried
   */
  long upsert(MirrorTransaction transaction, EntityType type, List<Row> rows) {
    Outcome outcome = new Outcome(0, 0, Map.of(), new HashMap<>(), new HashMap<>());
    long taken = upsert(transaction, type, rows, outcome);
    if (!outcome.hopeless().isEmpty()) {
      throw new RowsRejectedException(outcome.hopeless().get(type), null);
    }
    return taken;
  }

  private long delete(
      MirrorTransaction transaction, EntityType type, Set<RowKey> keys, Outcome outcome) {
    long[] removed = {0};
    Bisection.Result<RowKey> result =
        Bisection.write(
            List.copyOf(keys),
            some -> removed[0] += transaction.table(type).delete(some),
            () -> budget(type, outcome));
    note(type, result, key -> key, outcome);
    return removed[0];
  }

  /** How many more rows of a type may be refused; those that are tried again do not count. */
  private int budget(EntityType type, Outcome outcome) {
    Set<RowKey> known = refused(type);
    known.removeAll(outcome.keys().getOrDefault(type, Set.of()));
    return Math.max(0, MOST_REFUSED - known.size());
  }

  private <T> void note(
      EntityType type, Bisection.Result<T> result, Function<T, RowKey> key, Outcome outcome) {
    result.rejected().forEach(each -> refuse(type, key.apply(each.item()), each.reason(), outcome));
    result.gaveUp().ifPresent(reason -> outcome.hopeless().put(type, tooMany(reason)));
  }

  private static String tooMany(String reason) {
    return "more than " + MOST_REFUSED + " rows are refused, as one is: " + reason;
  }

  private void refuse(EntityType type, RowKey key, String reason, Outcome outcome) {
    outcome.refused().computeIfAbsent(type, each -> new HashSet<>()).add(key);
    if (work.book().refuse(type, key, reason)) {
      work.tell(new MirrorEvent.RowQuarantined(work.mirror(), type, key, reason));
    }
  }

  /** Tries once more what the database does not take of these types. */
  void tryRefused(List<EntityType> types) {
    Map<EntityType, Set<RowKey>> keys = new HashMap<>();
    types.forEach(type -> keys.put(type, refused(type)));
    if (keys.values().stream().anyMatch(each -> !each.isEmpty())) {
      settle(work.write(transaction -> write(transaction, keys)));
    }
  }

  /** Takes back the refusals of what is as it should be now; to be called behind the commit. */
  void settle(Outcome outcome) {
    for (RefusedRow row : work.book().refused()) {
      work.schema().find(row.type()).ifPresent(type -> settle(type, row, outcome));
    }
  }

  private void settle(EntityType type, RefusedRow row, Outcome outcome) {
    RowKey key = RowKey.parse(type, row.key());
    boolean refused = outcome.refused().getOrDefault(type, Set.of()).contains(key);
    if (outcome.keys().getOrDefault(type, Set.of()).contains(key) && !refused) {
      work.book().release(row);
      work.tell(new MirrorEvent.RowReleased(work.mirror(), type, key));
    }
  }

  /** The keys that the database does not take, as far as is known. */
  Set<RowKey> refused(EntityType type) {
    Set<RowKey> keys = new HashSet<>();
    for (RefusedRow row : work.book().refused()) {
      if (row.type().equals(type.name())) {
        keys.add(RowKey.parse(type, row.key()));
      }
    }
    return keys;
  }
}
