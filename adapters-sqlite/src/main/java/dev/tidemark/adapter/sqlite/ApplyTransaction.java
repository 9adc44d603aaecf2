package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies one staged cycle, type by type, parents first. Runs inside a transaction of the caller's,
 * on a connection that has the staging file attached.
 */
final class ApplyTransaction {

  private final Schema schema;
  private final ApplyPlan plan;
  private final Connection connection;

  ApplyTransaction(Schema schema, ApplyPlan plan, Connection connection) {
    this.schema = schema;
    this.plan = plan;
    this.connection = connection;
  }

  Applied run() throws SQLException {
    Map<EntityType, Tally> tallies = new LinkedHashMap<>();
    for (EntityType type : schema.types()) {
      tallies.put(type, apply(type, new ApplySql(schema, type)));
      moveCursor(type);
    }
    return new Applied(SqliteChangeFeed.latest(connection), tallies);
  }

  private Tally apply(EntityType type, ApplySql sql) throws SQLException {
    long staged = number(sql.countStaged());
    long quarantined = quarantine(sql);
    boolean hadOrphans = number(sql.hasOrphans()) == 1;
    if (hadOrphans) {
      execute(sql.unpark());
    }
    long orphans = park(sql);
    long released = hadOrphans ? number(sql.countReleased()) : 0;
    if (hadOrphans) {
      execute(sql.forgetReleased());
    }
    Map<String, Long> changes = change(sql);
    rememberUnanswered(sql);
    long inserted = changes.getOrDefault("INSERT", 0L);
    long updated = changes.getOrDefault("UPDATE", 0L);
    long deleted = changes.getOrDefault("DELETE", 0L);
    long unchanged = staged + released - inserted - updated - deleted - orphans;
    return new Tally(
        staged, inserted, updated, deleted, unchanged, orphans, released, quarantined, 0, 0);
  }

  private long park(ApplySql sql) throws SQLException {
    execute("DROP TABLE IF EXISTS temp._parked", sql.findOrphans());
    execute(sql.park(), sql.takeParkedOut());
    return number(sql.countOrphans());
  }

  private Map<String, Long> change(ApplySql sql) throws SQLException {
    execute("DROP TABLE IF EXISTS temp._changed", sql.createChanges(), sql.findChanges());
    Map<String, Long> counts = Connections.numbers(connection, sql.countChanges());
    if (!counts.isEmpty()) {
      execute(sql.appendToFeed());
      upsert(sql);
    }
    return counts;
  }

  /** An index that is built at once over a whole table takes half the time of one that grows. */
  private void upsert(ApplySql sql) throws SQLException {
    boolean first = number(sql.isEmpty()) == 1;
    if (first) {
      execute(sql.dropIndexes());
    }
    execute(sql.upsert());
    if (first) {
      execute(sql.createIndexes());
    }
  }

  private long quarantine(ApplySql sql) throws SQLException {
    if (number(sql.countQuarantined()) > 0) {
      execute(sql.dropDecoded());
    }
    if (number(sql.hasQuarantined()) == 1) {
      execute(sql.forgetDecoded());
    }
    execute(sql.quarantine());
    return number(sql.countQuarantined());
  }

  private void rememberUnanswered(ApplySql sql) throws SQLException {
    execute(sql.rememberUnanswered());
    if (number(sql.hasUnanswered()) == 1) {
      execute(sql.forgetAnswered());
    }
  }

  private void moveCursor(EntityType type) throws SQLException {
    Instant to = plan.cursors().get(type);
    if (to == null) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO main._cursor (type, followed_to, complete) VALUES (?1, ?2, ?3)
            ON CONFLICT (type) DO UPDATE
              SET followed_to = excluded.followed_to, complete = max(complete, excluded.complete)""")) {
      statement.setString(1, type.name());
      statement.setString(2, Precision.NANOS.format(to));
      statement.setBoolean(3, plan.whole().contains(type));
      statement.executeUpdate();
    }
  }

  private void execute(String... statements) throws SQLException {
    execute(List.of(statements));
  }

  private void execute(List<String> statements) throws SQLException {
    for (String sql : statements) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement);
        statement.executeUpdate();
      }
    }
  }

  private long number(String query) throws SQLException {
    return Connections.number(connection, query);
  }

  /** As many of the three parameters as the statement has. */
  private void bind(PreparedStatement statement) throws SQLException {
    List<Object> parameters =
        List.of(
            plan.cycle(),
            Precision.MILLIS.format(plan.at()),
            Precision.SECONDS.format(plan.horizon()));
    int count = statement.getParameterMetaData().getParameterCount();
    for (int i = 0; i < count; i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
  }
}
