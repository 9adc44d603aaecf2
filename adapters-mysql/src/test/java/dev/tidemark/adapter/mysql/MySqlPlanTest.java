package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The primary key serves every range, so that a small one costs little in a large table. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
final class MySqlPlanTest {

  private static final int MANY = 4_000;

  private final MySqlPlace place;
  private final MySqlMirrorTarget target;

  MySqlPlanTest(MySqlServer server) {
    this.place = MySqlPlace.on(server);
    this.target = place.newTarget(MySqlPlace.config(place.database()));
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void ranges_numbers_areServedByTheKey() throws SQLException {
    fill(Sample.ORG, IntStream.range(0, MANY).mapToObj(i -> Sample.live(Sample.ORG, i, 1)));

    assertServed(Sample.ORG, RowKey.of(1_000L), RowKey.of(1_020L));
  }

  @Test
  void ranges_texts_areServedByTheKey() throws SQLException {
    fill(
        Sample.WORD,
        IntStream.range(0, MANY).mapToObj(i -> Sample.word("word %06d".formatted(i), "any")));

    assertServed(Sample.WORD, RowKey.of("word 001000"), RowKey.of("word 001020"));
  }

  @Test
  void ranges_compositeKeys_areServedByTheKey() throws SQLException {
    fill(
        Sample.PORT,
        IntStream.range(0, MANY)
            .mapToObj(i -> Sample.port(i / 400, "label %06d".formatted(i), "any", 1)));

    assertServed(Sample.PORT, RowKey.of(2L, "label 001000"), RowKey.of(2L, "label 001020"));
    assertServed(Sample.PORT, RowKey.of(2L, "label 001190"), RowKey.of(3L, "label 001210"));
  }

  /** A delete that looked at every row would lock every row. */
  @Test
  void delete_compositeKeys_isServedByTheKey() throws SQLException {
    fill(
        Sample.PORT,
        IntStream.range(0, MANY).mapToObj(i -> Sample.port(i / 400, "label " + i, "any", 1)));
    try (Connection connection = place.database().connect();
        PreparedStatement statement = connection.prepareStatement("EXPLAIN " + delete(50))) {
      int next = 1;
      for (int i = 0; i < 50; i++) {
        next = Keys.set(statement, next, RowKey.of(i * 70L / 400, "label " + i * 70));
      }
      try (ResultSet plan = statement.executeQuery()) {
        assertServed(plan);
      }
    }
  }

  private static String delete(int keys) {
    return Deletion.sql(TypeTable.of(Sample.PORT, MySqlPlace.PREFIX), keys);
  }

  private void fill(EntityType type, Stream<Row> rows) {
    target.prepare(Schema.of("mirrored", type));
    target.write(transaction -> transaction.table(type).load(KeyRange.ALL, rows.iterator()));
    place.database().rows("ANALYZE TABLE m_" + type.name());
  }

  private void assertServed(EntityType type, RowKey after, RowKey upTo) throws SQLException {
    KeyRange range = KeyRange.behind(after).upTo(upTo);
    try (Connection connection = place.database().connect()) {
      DigestSql sql =
          new DigestSql(ServerKind.of(connection).sql(), TypeTable.of(type, MySqlPlace.PREFIX));
      assertServed(connection, sql.digest(range));
      assertServed(connection, sql.fingerprints(range, 100));
    }
  }

  private static void assertServed(Connection connection, Query query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + query.getSQL())) {
      List<Object> values = query.getBindValues();
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet plan = statement.executeQuery()) {
        assertServed(plan);
        assertThat(plan.getString("Extra")).doesNotContain("filesort");
      }
    }
  }

  private static void assertServed(ResultSet plan) throws SQLException {
    plan.next();
    assertThat(plan.getString("type")).isEqualTo("range");
    assertThat(plan.getString("key")).isEqualTo("PRIMARY");
    assertThat(plan.getInt("rows")).isLessThan(200);
  }
}
