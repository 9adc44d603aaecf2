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
import java.util.Map;

/**
 * Applies one staged cycle, type by type, parents first. Runs inside a transaction of the caller's,
 * on a connection that has the staging file attached.
 */
final class ApplyTransaction {

  private final Schema schema;
  private final ApplyPlan plan;
  private final Connection connection;
  private final Statements statements;

  ApplyTransaction(Schema schema, ApplyPlan plan, Connection connection) {
    this.schema = schema;
    this.plan = plan;
    this.connection = connection;
    this.statements =
        new Statements(
            connection,
            plan.cycle(),
            Precision.MILLIS.format(plan.at()),
            Precision.SECONDS.format(plan.horizon()));
  }

  Applied run() throws SQLException {
    Map<EntityType, Tally> tallies = new LinkedHashMap<>();
    for (EntityType type : schema.types()) {
      tallies.put(type, plan.types().contains(type) ? follow(type) : Tally.NONE);
    }
    rememberIdentity();
    new Purge(schema, plan, statements)
        .run(SqliteCursorStore.cursors(connection, schema))
        .forEach((type, purged) -> tallies.merge(type, purged, Tally::plus));
    return new Applied(SqliteChangeFeed.latest(connection), tallies);
  }

  private Tally follow(EntityType type) throws SQLException {
    SweepSql sweep = new SweepSql(type);
    boolean sweeps = findGone(sweep);
    Tally tally = apply(new ApplySql(schema, type));
    long vanished = sweeps ? markGone(sweep) : 0;
    moveCursor(type);
    return tally.plus(new Tally(0, 0, 0, 0, 0, 0, 0, 0, vanished, 0));
  }

  /** Before anything leaves the staging file: what came is not gone, even if it is parked now. */
  private boolean findGone(SweepSql sql) throws SQLException {
    boolean noted = statements.number(sql.hasNoted()) == 1;
    if (noted) {
      statements.execute("DROP TABLE IF EXISTS temp._gone", sql.findGone(), sql.forgetParked());
    }
    return noted;
  }

  private long markGone(SweepSql sql) throws SQLException {
    statements.execute(sql.appendToFeed());
    return statements.update(sql.mark());
  }

  private Tally apply(ApplySql sql) throws SQLException {
    long staged = statements.number(sql.countStaged());
    long quarantined = quarantine(sql);
    boolean hadOrphans = statements.number(sql.hasOrphans()) == 1;
    if (hadOrphans) {
      statements.execute(sql.unpark());
    }
    long orphans = park(sql);
    long released = hadOrphans ? statements.number(sql.countReleased()) : 0;
    if (hadOrphans) {
      statements.execute(sql.forgetReleased());
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
    statements.execute("DROP TABLE IF EXISTS temp._parked", sql.findOrphans());
    statements.execute(sql.park(), sql.takeParkedOut());
    return statements.number(sql.countOrphans());
  }

  private Map<String, Long> change(ApplySql sql) throws SQLException {
    statements.execute(
        "DROP TABLE IF EXISTS temp._changed", sql.createChanges(), sql.findChanges());
    Map<String, Long> counts = statements.numbers(sql.countChanges());
    if (!counts.isEmpty()) {
      statements.execute(sql.appendToFeed());
      upsert(sql);
    }
    return counts;
  }

  /** An index that is built at once over a whole table takes half the time of one that grows. */
  private void upsert(ApplySql sql) throws SQLException {
    boolean first = statements.number(sql.isEmpty()) == 1;
    if (first) {
      statements.execute(sql.dropIndexes());
    }
    statements.execute(sql.upsert());
    if (first) {
      statements.execute(sql.createIndexes());
    }
  }

  private long quarantine(ApplySql sql) throws SQLException {
    if (statements.number(sql.countQuarantined()) > 0) {
      statements.execute(sql.dropDecoded());
    }
    if (statements.number(sql.hasQuarantined()) == 1) {
      statements.execute(sql.forgetDecoded());
    }
    statements.execute(sql.quarantine());
    return statements.number(sql.countQuarantined());
  }

  private void rememberUnanswered(ApplySql sql) throws SQLException {
    statements.execute(sql.rememberUnanswered());
    if (statements.number(sql.hasUnanswered()) == 1) {
      statements.execute(sql.forgetAnswered());
    }
  }

  private void moveCursor(EntityType type) throws SQLException {
    Instant to = plan.cursors().get(type);
    String move =
        to == null
            ? "UPDATE main._cursor SET complete = max(complete, ?2) WHERE type = ?1"
            : """
            INSERT INTO main._cursor (type, complete, followed_to) VALUES (?1, ?2, ?3)
            ON CONFLICT (type) DO UPDATE
              SET followed_to = excluded.followed_to, complete = max(complete, excluded.complete)""";
    try (PreparedStatement statement = connection.prepareStatement(move)) {
      statement.setString(1, type.name());
      statement.setBoolean(2, plan.whole().contains(type));
      if (to != null) {
        statement.setString(3, Precision.NANOS.format(to));
      }
      statement.executeUpdate();
    }
  }

  private void rememberIdentity() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE main._upstream SET identity = ?1 WHERE identity IS NOT ?1")) {
      statement.setString(1, plan.identity());
      statement.executeUpdate();
    }
  }
}
