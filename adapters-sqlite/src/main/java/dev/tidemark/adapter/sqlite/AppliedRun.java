package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.sync.spi.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a cycle left in the replica, all of it or some types, as its row in the journal has it. */
record AppliedRun(long cycle, Position position, Tally tally, int requests, long bytes) {

  private static final int FIRST_ENTRY = 17;

  /** Writes it into the row of a running cycle; gives how many rows that were. */
  int write(Connection connection, Instant at, String status, Map<String, String> failures)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE _sync_run SET position = ?1, staged = ?2, inserted = ?3, updated = ?4,
              deleted = ?5, unchanged = ?6, orphans = ?7, released = ?8, quarantined = ?9,
              vanished = ?10, purged = ?11, requests = ?12, bytes = ?13, status = ?14,
              ended_at = ?15, failures = %s
            WHERE cycle = ?16 AND status = 'RUNNING'"""
                .formatted(object(failures.size())))) {
      long[] numbers = numbers();
      for (int i = 0; i < numbers.length; i++) {
        statement.setLong(i + 1, numbers[i]);
      }
      statement.setString(14, status);
      statement.setString(15, Precision.MILLIS.format(at));
      statement.setLong(16, cycle);
      bind(statement, failures);
      return statement.executeUpdate();
    }
  }

  private long[] numbers() {
    return new long[] {
      position.value(),
      tally.staged(),
      tally.inserted(),
      tally.updated(),
      tally.deleted(),
      tally.unchanged(),
      tally.orphans(),
      tally.released(),
      tally.quarantined(),
      tally.vanished(),
      tally.purged(),
      requests,
      bytes
    };
  }

  /** A JSON object of so many entries, whose parameters come last; null for none. */
  private static String object(int entries) {
    return entries == 0
        ? "NULL"
        : IntStream.range(0, entries)
            .mapToObj(entry -> FIRST_ENTRY + 2 * entry)
            .map(index -> "(?" + index + ", ?" + (index + 1) + ")")
            .collect(
                Collectors.joining(
                    ", ", "(SELECT json_group_object(column1, column2) FROM (VALUES ", "))"));
  }

  private static void bind(PreparedStatement statement, Map<String, String> failures)
      throws SQLException {
    int index = FIRST_ENTRY;
    for (Map.Entry<String, String> failure : failures.entrySet()) {
      statement.setString(index++, failure.getKey());
      statement.setString(index++, failure.getValue());
    }
  }

  static AppliedRun read(ResultSet row) throws SQLException {
    return new AppliedRun(
        row.getLong("cycle"),
        new Position(row.getLong("position")),
        new Tally(
            row.getLong("staged"),
            row.getLong("inserted"),
            row.getLong("updated"),
            row.getLong("deleted"),
            row.getLong("unchanged"),
            row.getLong("orphans"),
            row.getLong("released"),
            row.getLong("quarantined"),
            row.getLong("vanished"),
            row.getLong("purged")),
        row.getInt("requests"),
        row.getLong("bytes"));
  }

  /** Why some types were not applied, by name. */
  static Map<String, String> failures(Connection connection, ResultSet row) throws SQLException {
    Map<String, String> failures = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT key, value FROM json_each(coalesce(?, '{}'))")) {
      statement.setString(1, row.getString("failures"));
      try (ResultSet entry = statement.executeQuery()) {
        while (entry.next()) {
          failures.put(entry.getString(1), entry.getString(2));
        }
      }
    }
    return failures;
  }
}
