package dev.tidemark.testkit.contract;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.time.Duration;
import java.util.List;

/** How a contract gets at the rollups that it tests. */
@FunctionalInterface
public interface RollupFixture {

  /**
   * A database with the empty tables of {@link dev.tidemark.testkit.model.UsageSchema#TYPES}, for
   * which no rollup was prepared yet. Required references are foreign keys that delete with their
   * parents; optional ones are none at all. The contract closes it.
   */
  RollupPlace newPlace();

  /** One database that holds sources and rollups, as several processes see it. */
  interface RollupPlace extends AutoCloseable {

    /** A store over this database for one more process; it is closed with the place. */
    RollupStore newStore();

    /** What writes to the sources, past every store. Safe for use by many threads. */
    RollupSource source();

    /**
     * As if so much time had passed by the clock of the database: either that moves on, or all that
     * was stored until now moves back, {@code usage.updated_at} with it, but not the times of
     * events.
     */
    void age(Duration by);

    /** Adds a cell to what is stored, or replaces the one of its bucket and keys, by hand. */
    void putCell(RollupPlan plan, RollupCell cell);

    /** Removes the stored cell of this bucket and these keys, by hand. */
    void removeCell(RollupPlan plan, RollupCell cell);

    /** Drops a part of a prepared rollup, by hand. */
    void drop(RollupPlan plan, Part part);

    @Override
    void close();
  }

  /** Of what a prepared rollup consists. */
  enum Part {
    /** One trigger at least of those on the source. */
    SOURCE_TRIGGER,
    /** One trigger at least of those on a type that is joined. */
    JOINED_TRIGGER,
    /** The table of notes. Nothing is written to the sources until it is prepared anew. */
    NOTES,
    /** The table of cells. */
    CELLS
  }

  /** Tables that others write to; as real writers do, so that every trigger fires. */
  interface RollupSource {

    /** A transaction that others do not see before it is committed. */
    SourceTransaction begin();

    /** All rows of a type. */
    List<Row> rows(EntityType type);

    /** Inserts a row, or updates the one with its key, at once. */
    default void put(Row row) {
      putAll(List.of(row));
    }

    /** As {@link #put}, all of them in one transaction. */
    default void putAll(List<Row> rows) {
      try (SourceTransaction transaction = begin()) {
        rows.forEach(transaction::put);
        transaction.commit();
      }
    }

    /** Deletes a row, if it is there, and what refers to it by a required reference, at once. */
    default void remove(EntityType type, RowKey key) {
      try (SourceTransaction transaction = begin()) {
        transaction.remove(type, key);
        transaction.commit();
      }
    }
  }

  /** Several writes. Used by the thread that began it. */
  interface SourceTransaction extends AutoCloseable {

    void put(Row row);

    void remove(EntityType type, RowKey key);

    void commit();

    /** Undoes what was not committed. */
    @Override
    void close();
  }
}
