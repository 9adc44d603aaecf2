package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.Walk;
import dev.tidemark.core.rollup.spi.RollupLeases.Acquired;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupTable;
import dev.tidemark.core.rollup.spi.RollupTable.Advanced;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.model.RollupOracle;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A prepared and complete rollup in a database of its own, and its lease. */
final class Rolling implements AutoCloseable {

  static final Span ALL =
      new Span(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));

  private final MySqlRollupPlace place;
  private final MySqlRollupStore store;
  private final RollupPlan plan;
  private final Lease lease;
  private final List<Long> others = new ArrayList<>();

  private Rolling(MySqlRollupPlace place, RollupPlan plan) {
    this.place = place;
    this.plan = plan;
    this.store = place.newStore();
    store.prepare(plan);
    this.lease = ((Acquired.Mine) store.leases(plan).acquire("test", Duration.ofHours(1))).lease();
  }

  static Rolling complete(MySqlDatabase database, RollupPlan plan) {
    Rolling rolling = new Rolling(new MySqlRollupPlace(database), plan);
    rolling.place.source().putAll(UsageSchema.PARENTS);
    rolling.fill();
    return rolling;
  }

  MySqlRollupPlace place() {
    return place;
  }

  MySqlDatabase database() {
    return place.database();
  }

  MySqlRollupStore store() {
    return store;
  }

  RollupTable table() {
    return store.table(plan);
  }

  Lease lease() {
    return lease;
  }

  void put(Stream<Row> rows) {
    place.source().putAll(rows.toList());
  }

  void fill() {
    Walk walk = store.walks(plan).begin(lease, false);
    store.walks(plan).compute(lease, walk.span());
    store.walks(plan).complete(lease);
  }

  Advanced advance() {
    return table().advance(lease, 10_000, true);
  }

  List<RollupCell> cells() {
    return table()
        .read(
            ALL,
            cells -> {
              List<RollupCell> all = new ArrayList<>();
              cells.forEachRemaining(all::add);
              return all;
            });
  }

  void assertConverged() {
    assertThat(cells())
        .isNotEmpty()
        .containsExactlyElementsOf(
            RollupOracle.cells(
                plan,
                UsageSchema.TYPES.stream()
                    .collect(
                        Collectors.<EntityType, EntityType, List<Row>>toMap(
                            Function.identity(), place.source()::rows))));
  }

  /** Has every write wait at its end, until it is closed. */
  Connection holdStandings() {
    return begin("SELECT * FROM m__rollup FOR UPDATE");
  }

  /** A transaction of somebody else. */
  Connection begin(String... statements) {
    Connection connection = database().connect();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET innodb_lock_wait_timeout = 2");
      connection.setAutoCommit(false);
      others.add(number(statement));
      for (String each : statements) {
        statement.execute(each);
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", statements), e);
    }
  }

  private static long number(Statement statement) throws SQLException {
    try (ResultSet answer = statement.executeQuery("SELECT CONNECTION_ID()")) {
      answer.next();
      return answer.getLong(1);
    }
  }

  /** The number of the connection that waits for the standings. */
  long awaitWaiting() {
    return awaitWaiting("%FOR UPDATE%");
  }

  /** The same of one that waits with such a statement. */
  long awaitWaiting(String statement) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> waiting(statement), ids -> !ids.isEmpty())
        .get(0);
  }

  List<Long> waiting() {
    return waiting("%FOR UPDATE%");
  }

  /** Without those whom it waits for: what they did last may still be told of them. */
  private List<Long> waiting(String statement) {
    return database()
        .rows(
            "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE '%s' AND info NOT LIKE '%%processlist%%'"
                .formatted(statement))
        .stream()
        .map(row -> Long.parseLong(String.valueOf(row.get(0))))
        .filter(id -> !others.contains(id))
        .toList();
  }

  @Override
  public void close() {
    place.close();
  }
}
