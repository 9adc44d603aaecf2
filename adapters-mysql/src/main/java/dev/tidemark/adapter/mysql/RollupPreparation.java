package dev.tidemark.adapter.mysql;

import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.rollup.RollupPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes what a rollup needs, on a connection of its own and one process at a time. Before anything
 * is made that captures changes, and again behind that, what was computed is distrusted: so nothing
 * counts as proved that was read while nobody watched, wherever this ends.
 */
final class RollupPreparation {

  private static final Duration DEFINING = Duration.ofHours(1);
  private static final int PATIENCE = 50;

  private final String attempted;
  private final PlanSql sql;
  private final RollupPlan plan;
  private final RollupNames names;
  private final Standings standings;
  private final RollupTables tables;
  private final Connection connection;
  private final SqlSession session;

  RollupPreparation(String attempted, PlanSql sql, Connection connection) {
    this.attempted = attempted;
    this.sql = sql;
    this.plan = sql.plan();
    this.names = sql.names();
    this.standings = new Standings(sql);
    this.tables = new RollupTables(sql);
    this.connection = connection;
    this.session = new SqlSession(connection);
  }

  /** The connection's end lets the next one in. */
  void run() throws SQLException {
    refuseLongNames();
    connection.setNetworkTimeout(Runnable::run, (int) DEFINING.toMillis());
    waitForOthers();
    for (String create : standings.create()) {
      session.update(create);
    }
    Optional<StandingRow> row = standings.find(session);
    if (row.isEmpty()) {
      standings.insert(session);
    } else if (!row.get().signature().equals(plan.signature())) {
      startAnew(row.get());
    }
    makeIndexes();
    makeCapture();
  }

  private void refuseLongNames() {
    List<String> tooLong = names.tooLong();
    if (!tooLong.isEmpty()) {
      throw new MirrorSetupException(
          "%s: expected names of at most 64 characters, found %s; shorten the prefix or the rollup's name"
              .formatted(attempted, tooLong),
          null);
    }
  }

  private void waitForOthers() throws SQLException {
    boolean isAlone =
        session
            .first(
                "SELECT GET_LOCK(LEFT(CONCAT('tidemark ', MD5(CONCAT(DATABASE(), '.', ?))), 64), ?)",
                found -> found.getInt(1) == 1,
                names.standings(),
                PATIENCE)
            .orElse(false);
    if (!isAlone) {
      throw new MirrorSetupException(
          attempted + ": another process is at it; it is tried again", null);
    }
  }

  private void startAnew(StandingRow row) throws SQLException {
    Map<String, FoundTable> found = find(List.of(names.archive(), names.removed()));
    for (String table : found.keySet()) {
      refuseIfArchived(row, table);
    }
    dropTriggers(new FoundTriggers(session, names).read().keySet());
    for (String table : List.of(names.cells(), names.notes(), names.archive(), names.removed())) {
      session.update("DROP TABLE IF EXISTS " + Names.quote(table));
    }
    standings.forget(session);
  }

  private void refuseIfArchived(StandingRow row, String table) throws SQLException {
    if (hasRows(table)) {
      throw new IncompatibleReplicaException(
          "%s: expected %s, found %s, and some of its events are archived; give the new one another name"
              .formatted(attempted, plan.signature(), row.signature()));
    }
  }

  private boolean hasRows(String table) throws SQLException {
    return session
        .first("SELECT 1 FROM " + Names.quote(table) + " LIMIT 1", each -> true)
        .isPresent();
  }

  private Map<String, FoundTable> find(List<String> which) throws SQLException {
    return new FoundTables(connection, which).read();
  }

  /** Each may take long, and hinders nobody. */
  private void makeIndexes() throws SQLException {
    String source = TypeTable.of(plan.source(), names.prefix()).name();
    FoundTable found = find(List.of(source)).get(source);
    if (found == null) {
      throw new MirrorSetupException(
          "%s: table %s is missing; it is made when the mirror is set up"
              .formatted(attempted, source),
          null);
    }
    for (MirrorIndex index : tables.indexes()) {
      if (!found.hasIndex(index)) {
        session.update("ALTER TABLE " + Names.quote(source) + " ADD " + index.definition());
      }
    }
  }

  private void makeCapture() throws SQLException {
    List<RollupTables.Table> all = tables.all();
    Map<String, FoundTable> found = find(all.stream().map(RollupTables.Table::name).toList());
    List<RollupTables.Table> lacking = all.stream().filter(each -> !isThere(each, found)).toList();
    refuseIfArchived(lacking, found);
    Map<String, RollupTrigger> there = new FoundTriggers(session, names).read();
    List<RollupTrigger> missing =
        triggers().stream().filter(each -> !isThere(each, there)).toList();
    Set<String> wrong = new HashSet<>(there.keySet());
    triggers().stream().map(RollupTrigger::name).forEach(wrong::remove);
    missing.stream().map(RollupTrigger::name).filter(there::containsKey).forEach(wrong::add);
    if (!missing.isEmpty()) {
      wrong.add(probe(there));
    }
    if (lacking.isEmpty() && missing.isEmpty()) {
      dropTriggers(wrong);
      return;
    }
    standings.distrust(session);
    dropTriggers(wrong);
    make(lacking, found);
    for (RollupTrigger trigger : missing) {
      session.update(trigger.create());
    }
    standings.distrust(session);
  }

  /** Whoever may make no triggers may not see them either: that none is found is no proof then. */
  private String probe(Map<String, RollupTrigger> there) throws SQLException {
    RollupTrigger probe = new SourceTriggers(sql).probe();
    if (!there.containsKey(probe.name())) {
      session.update(probe.create());
    }
    return probe.name();
  }

  private static boolean isThere(RollupTrigger trigger, Map<String, RollupTrigger> found) {
    return Optional.ofNullable(found.get(trigger.name())).filter(trigger::is).isPresent();
  }

  private void refuseIfArchived(List<RollupTables.Table> lacking, Map<String, FoundTable> found)
      throws SQLException {
    for (RollupTables.Table table : tables.irreplaceable()) {
      if (lacking.contains(table) && found.containsKey(table.name()) && hasRows(table.name())) {
        throw new IncompatibleReplicaException(
            "%s: expected table %s as it was made, found other columns or another key, and events that are archived; change it back, or give the rollup another name"
                .formatted(attempted, table.name()));
      }
    }
  }

  private static boolean isThere(RollupTables.Table table, Map<String, FoundTable> found) {
    return Optional.ofNullable(found.get(table.name())).filter(table::is).isPresent();
  }

  private void make(List<RollupTables.Table> lacking, Map<String, FoundTable> found)
      throws SQLException {
    for (RollupTables.Table table : lacking) {
      if (found.containsKey(table.name())) {
        session.update("DROP TABLE " + Names.quote(table.name()));
      }
      session.update(table.create());
    }
  }

  private List<RollupTrigger> triggers() {
    return Stream.concat(
            new SourceTriggers(sql).all().stream(),
            plan.joins().stream().flatMap(join -> new JoinTriggers(sql, join).all().stream()))
        .toList();
  }

  private void dropTriggers(Set<String> which) throws SQLException {
    for (String name : which) {
      session.update("DROP TRIGGER IF EXISTS " + Names.quote(name));
    }
  }
}
