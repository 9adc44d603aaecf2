package dev.tidemark.core.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.RepairRule.Keeper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Removes from the weak tier what is of no use any more when something is gone: rows that require
 * it, rows that require those, and rows that only such rows kept. What a repair would find behind
 * it is only what came meanwhile. Safe for use by many threads.
 */
final class Cascade {

  private final StateSchema schema;
  private final WeakTables tables;

  Cascade(StateSchema schema, WeakTables tables) {
    this.schema = schema;
    this.tables = tables;
  }

  /** Removes a weak row, its dependents, and what only these kept. */
  void removeWithDependents(EntityType type, RowKey key) {
    Search search = new Search();
    tables.of(type).row(key).ifPresent(row -> search.add(tables.of(type), row, each -> true));
    search.from(type, Set.of(key));
    search.removeFound();
    tables.of(type).remove(key);
  }

  /** Removes the dependents of rows that are gone. */
  void removeDependents(EntityType type, Set<RowKey> gone) {
    Search search = new Search();
    search.from(type, gone);
    search.removeFound();
  }

  /** Of these rows of a weak type, those that something keeps, the doomed ones aside. */
  Set<RowKey> kept(EntityType type, Set<RowKey> keys, Predicate<Row> isDoomed) {
    Set<RowKey> kept = new HashSet<>();
    for (Keeper keeper : schema.keepers(type)) {
      tables.of(keeper.type()).values().referring(keeper.reference(), keys).stream()
          .filter(isDoomed.negate())
          .forEach(row -> keeper.reference().of(row).ifPresent(kept::add));
    }
    return kept;
  }

  /** A row to remove, unless it has become another by then. */
  private record Doomed(WeakTable<?> table, RowKey key, Predicate<Row> useless) {

    void remove() {
      table.removeIf(key, useless);
    }
  }

  /** One search for dependents; level by level, so that a table is read once for each. */
  private final class Search {

    private final Map<EntityType, Map<RowKey, Doomed>> found = new LinkedHashMap<>();
    private final Deque<Map.Entry<EntityType, Set<RowKey>>> open = new ArrayDeque<>();
    private final Map<EntityType, Set<RowKey>> perhapsUnkept = new LinkedHashMap<>();

    void from(EntityType type, Set<RowKey> gone) {
      open.add(Map.entry(type, gone));
      while (!open.isEmpty()) {
        Map.Entry<EntityType, Set<RowKey>> next = open.remove();
        for (Keeper referrer : schema.referrers(next.getKey())) {
          if (referrer.reference().required()) {
            addDependents(referrer.type(), referrer.reference(), next.getValue());
          }
        }
        if (open.isEmpty()) {
          addUnkept();
        }
      }
    }

    private void addDependents(EntityType type, Reference reference, Set<RowKey> parents) {
      WeakTable<?> table = tables.of(type);
      Set<RowKey> level = new HashSet<>();
      for (Row row : table.values().referring(reference, parents)) {
        if (add(table, row, each -> reference.of(each).filter(parents::contains).isPresent())) {
          level.add(row.key());
        }
      }
      addLevel(type, level);
    }

    private boolean add(WeakTable<?> table, Row row, Predicate<Row> useless) {
      boolean added = add(table.type(), new Doomed(table, row.key(), useless));
      if (added) {
        noteKept(row);
      }
      return added;
    }

    private boolean add(EntityType type, Doomed doomed) {
      return found
              .computeIfAbsent(type, each -> new LinkedHashMap<>())
              .putIfAbsent(doomed.key(), doomed)
          == null;
    }

    /** Children first, so that a flush meanwhile leaves none without its parent. */
    void removeFound() {
      List<WeakTable<?>> childrenFirst = new ArrayList<>(tables.all());
      Collections.reverse(childrenFirst);
      for (WeakTable<?> table : childrenFirst) {
        found.getOrDefault(table.type(), Map.of()).values().forEach(Doomed::remove);
      }
    }

    private void addLevel(EntityType type, Set<RowKey> level) {
      if (!level.isEmpty()) {
        open.add(Map.entry(type, level));
      }
    }

    /** What the row kept may be without any other keeper now. */
    private void noteKept(Row row) {
      for (Reference reference : row.type().references()) {
        if (reference.keeping()) {
          reference
              .of(row)
              .ifPresent(
                  key ->
                      perhapsUnkept
                          .computeIfAbsent(
                              schema.weak().type(reference.target()), each -> new HashSet<>())
                          .add(key));
        }
      }
    }

    private void addUnkept() {
      Map<EntityType, Set<RowKey>> candidates = new LinkedHashMap<>(perhapsUnkept);
      perhapsUnkept.clear();
      candidates.forEach(
          (type, keys) -> {
            keys.removeAll(kept(type, keys, this::isDoomed));
            keys.removeIf(key -> !add(type, new Doomed(tables.of(type), key, row -> true)));
            keys.forEach(key -> tables.of(type).row(key).ifPresent(this::noteKept));
            addLevel(type, keys);
          });
    }

    private boolean isDoomed(Row row) {
      return found.getOrDefault(row.type(), Map.of()).containsKey(row.key());
    }
  }
}
