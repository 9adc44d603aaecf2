package dev.tidemark.core.snapshot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a snapshot holds: the tables that are allowed, and of each the columns and rows. What is not
 * named is not copied. A value is only checked when it is fitted to a schema, as a {@link
 * SnapshotPlan}, where all problems are told at once.
 *
 * @param name small letters, digits and dashes, as in {@code public}
 * @param tables by the name of their entity type, in the order in which they were written
 */
public record SnapshotSpec(String name, Map<String, Table> tables) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  public SnapshotSpec {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
  }

  /** Whether a snapshot may be called so: {@code [a-z][a-z0-9-]{0,39}}. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * One allowed table.
   *
   * @param columns those that are copied, the key among them; all fields of the schema if absent
   * @param where which rows are copied, in the language of {@link Where}; all if absent. A row for
   *     which it is neither true nor false, as with nulls, is left out.
   */
  public record Table(Optional<List<String>> columns, Optional<String> where) {

    /** All of it. */
    public static final Table ALL = new Table(Optional.empty(), Optional.empty());

    public Table {
      columns = columns.map(List::copyOf);
    }

    public Table only(String... names) {
      return new Table(Optional.of(List.of(names)), where);
    }

    public Table where(String condition) {
      return new Table(columns, Optional.of(condition));
    }
  }

  /** Begins a specification; every method of it returns the builder. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Gathers one specification. Not safe for use by many threads. */
  public static final class Builder {

    private final String name;
    private final Map<String, Table> tables = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    /** Allows these tables, with all columns and rows. */
    public Builder tables(String... types) {
      for (String type : new ArrayList<>(List.of(types))) {
        table(type, Table.ALL);
      }
      return this;
    }

    public Builder table(String type, Table table) {
      tables.put(type, table);
      return this;
    }

    public SnapshotSpec build() {
      return new SnapshotSpec(name, tables);
    }
  }
}
