package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.sync.spi.RequestLedger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ledger in {@code _request} and {@code _upstream}. */
final class SqliteRequestLedger implements RequestLedger {

  private static final Duration KEPT = Duration.ofDays(1);

  /** What can be written; beyond it lies nothing that was noted. */
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private final ReplicaDatabase database;

  SqliteRequestLedger(ReplicaDatabase database) {
    this.database = database;
  }

  /** Entries that lie far ahead were written under a wrong clock, and go with the old ones. */
  @Override
  public void asking(Instant at) {
    database.write(
        "note a request",
        connection -> {
          try (PreparedStatement forget =
                  connection.prepareStatement("DELETE FROM _request WHERE at < ? OR at > ?");
              PreparedStatement note =
                  connection.prepareStatement("INSERT INTO _request (at) VALUES (?)")) {
            forget.setString(1, Precision.MILLIS.format(at.minus(KEPT)));
            forget.setString(2, Precision.MILLIS.format(at.plus(KEPT)));
            forget.executeUpdate();
            note.setString(1, Precision.MILLIS.format(at));
            return note.executeUpdate();
          }
        });
  }

  @Override
  public List<Instant> asked(Instant from, Instant to) {
    return database.read(
        "read the requests",
        connection -> {
          List<Instant> times = new ArrayList<>();
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT at FROM _request WHERE at BETWEEN ? AND ? ORDER BY at")) {
            statement.setString(1, from.isBefore(EARLIEST) ? "" : Precision.MILLIS.format(from));
            statement.setString(2, to.isAfter(LATEST) ? "~" : Precision.MILLIS.format(to));
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                times.add(Instant.parse(row.getString(1)));
              }
            }
          }
          return times;
        });
  }

  @Override
  public void leaveAloneUntil(Instant notBefore) {
    database.write(
        "note when to ask again",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("UPDATE _upstream SET not_before = ?")) {
            statement.setString(1, Precision.MILLIS.format(notBefore));
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public Optional<Instant> notBefore() {
    return database.read(
        "read when to ask again",
        connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement("SELECT not_before FROM _upstream");
              ResultSet row = statement.executeQuery()) {
            return row.next()
                ? Optional.ofNullable(row.getString(1)).map(Instant::parse)
                : Optional.empty();
          }
        });
  }
}
