package dev.tidemark.core.mirror;

import dev.tidemark.core.mirror.Bisection.Rejected;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the rows of some keys on a mirror what they are in the replica: there or not there. The
 * replica is read within the transaction on the mirror, where nobody else writes, so that nothing
 * newer is ever replaced by something older.
 *
 * <p>What the database does not take is written down before the transaction commits that goes on
 * without it, and taken back behind a commit with it: at any moment, no refused row is unknown.
 */
final class LatestState {

  private final Work work;

  LatestState(Work work) {
    this.work = work;
  }

  /**
   * What became of the keys.
   *
   * @param refused what the database does not take
   */
  record Outcome(
      long written,
      long removed,
      Map<EntityType, Set<RowKey>> keys,
      Map<EntityType, Set<RowKey>> refused) {

    long refusals() {
      return refused.values().stream().mapToLong(Set::size).sum();
    }
  }

  /** Upserts parents before children, then removes children before parents. */
  Outcome write(MirrorTransaction transaction, Map<EntityType, Set<RowKey>> keys) {
    Map<EntityType, Set<RowKey>> refused = new HashMap<>();
    Map<EntityType, Set<RowKey>> gone = new HashMap<>();
    long written = 0;
    for (EntityType type : work.schema().types()) {
      Set<RowKey> asked = keys.getOrDefault(type, Set.of());
      List<Row> rows = work.reader().find(type, asked);
      gone.put(type, without(asked, rows));
      written += rows.size() - upsert(transaction, type, rows, refused);
    }
    long removed = 0;
    for (EntityType type : childrenFirst()) {
      removed += delete(transaction, type, gone.get(type), refused);
    }
    return new Outcome(written, removed, keys, refused);
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

  /**
   * Upserts rows of one type.
   *
   * @return how many the database does not take
   */
  int upsert(
      MirrorTransaction transaction,
      EntityType type,
      List<Row> rows,
      Map<EntityType, Set<RowKey>> refused) {
    List<Rejected<Row>> rejected =
        Bisection.write(rows, some -> transaction.table(type).upsert(some));
    rejected.forEach(each -> refuse(type, each.item().key(), each.reason(), refused));
    return rejected.size();
  }

  private long delete(
      MirrorTransaction transaction,
      EntityType type,
      Collection<RowKey> keys,
      Map<EntityType, Set<RowKey>> refused) {
    long[] removed = {0};
    List<Rejected<RowKey>> rejected =
        Bisection.write(
            List.copyOf(keys), some -> removed[0] += transaction.table(type).delete(some));
    rejected.forEach(each -> refuse(type, each.item(), each.reason(), refused));
    return removed[0];
  }

  private void refuse(
      EntityType type, RowKey key, String reason, Map<EntityType, Set<RowKey>> refused) {
    refused.computeIfAbsent(type, each -> new HashSet<>()).add(key);
    if (work.book().refuse(type, key, reason)) {
      work.tell(new MirrorEvent.RowQuarantined(work.mirror(), type, key, reason));
    }
  }

  /** Tries once more what the database does not take. */
  void tryRefused() {
    Map<EntityType, Set<RowKey>> keys = new HashMap<>();
    work.schema().types().forEach(type -> keys.put(type, refused(type)));
    settle(work.write(transaction -> write(transaction, keys)));
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
