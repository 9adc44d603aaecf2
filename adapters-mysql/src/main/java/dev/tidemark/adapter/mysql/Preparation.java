package dev.tidemark.adapter.mysql;

import dev.tidemark.adapter.mysql.StateTables.MirrorRow;
import dev.tidemark.adapter.mysql.StateTables.StateRow;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.mirror.spi.Prepared;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings the tables of a mirror to what a schema asks for, on a connection of its own. */
final class Preparation {

  private static final int LONGEST_NAME = 64;

  /** What a table of any size is altered in. */
  private static final Duration DEFINING = Duration.ofHours(1);

  private final String attempted;
  private final MySqlMirrorConfig config;
  private final StateTables states;
  private final Connection connection;

  Preparation(
      String attempted, MySqlMirrorConfig config, StateTables states, Connection connection) {
    this.attempted = attempted;
    this.config = config;
    this.states = states;
    this.connection = connection;
  }

  Prepared run(Schema schema) throws SQLException {
    List<TypeTable> tables =
        schema.types().stream().map(type -> TypeTable.of(type, config.prefix())).toList();
    Set<String> names = new HashSet<>(states.names());
    tables.forEach(table -> names.add(table.name()));
    Map<String, FoundTable> found = new FoundTables(connection, names).read();
    refuse(tables, found);
    if (!found.keySet().containsAll(states.names())) {
      makeStateTables();
    }
    MirrorRow row = mirrorRow();
    return new Prepared(row.bookmark(), bring(tables, found));
  }

  /** All that is wrong at once, before anything is changed. */
  private void refuse(List<TypeTable> tables, Map<String, FoundTable> found) {
    List<String> problems = new ArrayList<>();
    for (TypeTable table : tables) {
      if (table.name().length() > LONGEST_NAME) {
        problems.add("table " + table.name() + ": its name is longer than 64 characters");
      }
      Optional.ofNullable(found.get(table.name())).stream()
          .flatMap(there -> TablePlan.problems(table, there))
          .forEach(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new MirrorSetupException(
          attempted
              + ": "
              + String.join("; ", problems)
              + "; mend that, or drop the table, which is then made again",
          null);
    }
  }

  private void makeStateTables() throws SQLException {
    for (String create : states.create()) {
      define(create);
    }
  }

  private MirrorRow mirrorRow() throws SQLException {
    Optional<MirrorRow> row = states.read(connection);
    if (row.isEmpty()) {
      execute(states.insertMirror());
      row = states.read(connection);
    }
    return row.orElseThrow().checked(config.name());
  }

  private Map<EntityType, TableState> bring(List<TypeTable> tables, Map<String, FoundTable> found)
      throws SQLException {
    Map<String, StateRow> noted = states.states(connection);
    Map<EntityType, TableState> result = new HashMap<>();
    for (TypeTable table : tables) {
      TablePlan plan = TablePlan.of(table, found.get(table.name()));
      Optional<StateRow> note = Optional.ofNullable(noted.get(table.type().name()));
      result.put(
          table.type(),
          note.isPresent() && plan.statement().isEmpty()
              ? note.get().state(table.type())
              : bring(plan));
    }
    return result;
  }

  /** What cannot be trusted is noted before the table is touched. */
  private TableState bring(TablePlan plan) throws SQLException {
    TableState state = TableState.of(plan.trust());
    mark(plan.table().type(), state);
    if (plan.statement().isPresent()) {
      change(plan.table(), plan.statement().get());
    }
    return state;
  }

  /** As every other write, one at a time; and not where a newer version has come meanwhile. */
  private void mark(EntityType type, TableState state) throws SQLException {
    connection.setAutoCommit(false);
    Attempts.of(
        () -> {
          connection.rollback(); // what the attempt before has left
          states.lock(connection).orElseThrow(this::nothingNoted).checked(config.name());
          states.mark(connection, type, state);
          connection.commit();
          return state;
        });
    connection.setAutoCommit(true);
  }

  private MirrorSetupException nothingNoted() {
    return new MirrorSetupException(
        attempted + ": the row about it was deleted meanwhile; it is made again", null);
  }

  private void change(TypeTable table, String statement) throws SQLException {
    try {
      define(statement);
    } catch (SQLException e) {
      if (MySqlErrors.kindOf(e) != MySqlErrors.Kind.ROWS) {
        throw e;
      }
      throw new MirrorSetupException(
          "%s: table %s cannot be changed to what the schema asks for, as its rows do not fit; drop it, and it is made again (error %d)"
              .formatted(attempted, table.name(), e.getErrorCode()),
          e);
    }
  }

  /** Who has failed is of no use any more, and so keeps the longer patience. */
  private void define(String sql) throws SQLException {
    answerWithin(DEFINING);
    execute(sql);
    answerWithin(MirrorConnections.ANSWER);
  }

  private void answerWithin(Duration patience) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
