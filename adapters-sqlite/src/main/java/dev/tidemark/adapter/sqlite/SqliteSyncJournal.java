package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Run.Ended;
import dev.tidemark.core.sync.spi.SyncJournal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The journal in {@code _sync_run}. */
final class SqliteSyncJournal implements SyncJournal {

  private final ReplicaDatabase database;

  SqliteSyncJournal(ReplicaDatabase database) {
    this.database = database;
  }

  @Override
  public long begin(Mode mode, Instant at, OptionalLong term) {
    String attempted = "begin a cycle";
    return database.write(
        attempted,
        connection -> {
          long current = Terms.current(attempted, connection, term);
          try (PreparedStatement statement =
              connection.prepareStatement(
                  """
                  INSERT INTO _sync_run (mode, status, started_at, term)
                  VALUES (?, 'RUNNING', ?, ?)
                  RETURNING cycle""")) {
            statement.setString(1, mode.name());
            statement.setString(2, Precision.MILLIS.format(at));
            statement.setLong(3, current);
            try (ResultSet cycle = statement.executeQuery()) {
              return cycle.getLong(1);
            }
          }
        });
  }

  @Override
  public void end(long cycle, Ended ended) {
    int written = database.write("end cycle " + cycle, connection -> end(connection, cycle, ended));
    if (written == 0) {
      throw new IllegalStateException("end cycle " + cycle + ": no such cycle is running");
    }
  }

  private static int end(Connection connection, long cycle, Ended ended) throws SQLException {
    if (ended.outcome() instanceof Run.Succeeded applied) {
      return new AppliedRun(
              cycle, applied.position(), applied.tally(), applied.requests(), applied.bytes())
          .write(connection, ended.at(), "SUCCEEDED", Map.of());
    }
    if (ended.outcome() instanceof Run.Partial applied) {
      return new AppliedRun(
              cycle, applied.position(), applied.tally(), applied.requests(), applied.bytes())
          .write(connection, ended.at(), "PARTIAL", applied.failures());
    }
    return fail(connection, cycle, ended.at(), (Run.Failed) ended.outcome());
  }

  private static int fail(Connection connection, long cycle, Instant at, Run.Failed outcome)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE _sync_run SET status = 'FAILED', ended_at = ?, error_code = ?, error = ?
            WHERE cycle = ? AND status = 'RUNNING'""")) {
      statement.setString(1, Precision.MILLIS.format(at));
      statement.setString(2, outcome.code());
      statement.setString(3, outcome.message());
      statement.setLong(4, cycle);
      return statement.executeUpdate();
    }
  }

  @Override
  public int reap(Instant at, OptionalLong term) {
    String attempted = "reap dead cycles";
    return database.write(
        attempted,
        connection -> {
          Terms.current(attempted, connection, term);
          try (PreparedStatement statement =
              connection.prepareStatement(
                  """
                  UPDATE _sync_run SET status = 'FAILED', ended_at = ?, error_code = 'DIED',
                    error = 'the process ended before the cycle did'
                  WHERE status = 'RUNNING'""")) {
            statement.setString(1, Precision.MILLIS.format(at));
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public List<Run> last(int atMost) {
    return runs("1", atMost);
  }

  @Override
  public Optional<Run> lastSuccess() {
    return runs("status = 'SUCCEEDED'", 1).stream().findFirst();
  }

  @Override
  public Optional<Run> lastFullSuccess() {
    return runs("status = 'SUCCEEDED' AND mode = 'FULL'", 1).stream().findFirst();
  }

  private List<Run> runs(String condition, int atMost) {
    return database.read(
        "read the journal",
        connection -> {
          List<Run> runs = new ArrayList<>();
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT * FROM _sync_run WHERE " + condition + " ORDER BY cycle DESC LIMIT ?")) {
            statement.setInt(1, atMost);
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                runs.add(run(connection, row));
              }
            }
          }
          return runs;
        });
  }

  private static Run run(Connection connection, ResultSet row) throws SQLException {
    String endedAt = row.getString("ended_at");
    return new Run(
        row.getLong("cycle"),
        Mode.valueOf(row.getString("mode")),
        Instant.parse(row.getString("started_at")),
        endedAt == null
            ? Optional.empty()
            : Optional.of(new Ended(Instant.parse(endedAt), outcome(connection, row))));
  }

  private static Run.Outcome outcome(Connection connection, ResultSet row) throws SQLException {
    if (row.getString("status").equals("FAILED")) {
      return new Run.Failed(row.getString("error_code"), row.getString("error"));
    }
    AppliedRun applied = AppliedRun.read(row);
    if (row.getString("status").equals("PARTIAL")) {
      return new Run.Partial(
          applied.position(),
          applied.tally(),
          applied.requests(),
          applied.bytes(),
          AppliedRun.failures(connection, row));
    }
    return new Run.Succeeded(
        applied.position(), applied.tally(), applied.requests(), applied.bytes());
  }
}
