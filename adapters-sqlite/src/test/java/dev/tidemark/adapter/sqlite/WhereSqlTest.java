package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.snapshot.Where;
import dev.tidemark.core.snapshot.Where.Comparison;
import dev.tidemark.core.snapshot.Where.Operator;
import dev.tidemark.core.snapshot.Where.Or;
import dev.tidemark.core.snapshot.Where.Term;
import dev.tidemark.core.snapshot.Where.Term.Column;
import dev.tidemark.core.snapshot.Where.Term.Literal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Conditions in a real SQLite, against the rules of SQL written down in {@link WhereTruth}. */
final class WhereSqlTest {

  private static final EntityType TYPE =
      EntityType.named("order")
          .key("id")
          .integer("id", "n")
          .real("r")
          .text("t")
          .bool("flag")
          .instant("at", Precision.SECONDS)
          .nullable("n", "r", "t", "flag", "at")
          .build();
  private static final EntityTable TABLE = new EntityTable(TYPE);
  private static final List<String> COLUMNS = List.of("id", "n", "r", "t", "flag", "at");
  private static final List<Map<String, @Nullable Object>> ROWS = new ArrayList<>();

  private static Connection connection;

  @BeforeContainer
  static void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    Connections.execute(connection, TABLE.create().toArray(String[]::new));
    for (int i = 0; i < 40; i++) {
      insert(i);
    }
  }

  @AfterContainer
  static void close() throws SQLException {
    connection.close();
  }

  private static void insert(int i) throws SQLException {
    Object number = Wheres.NUMBERS.get(i % Wheres.NUMBERS.size());
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", (long) i);
    row.put("n", i % 4 == 3 ? null : number instanceof Long ? number : Long.valueOf(i));
    row.put("r", i % 5 == 4 ? null : ((Number) number).doubleValue());
    row.put("t", i % 7 == 6 ? null : Wheres.TEXTS.get(i % Wheres.TEXTS.size()));
    row.put("flag", i % 3 == 2 ? null : Boolean.valueOf(i % 3 == 0));
    row.put("at", i % 6 == 5 ? null : "2026-04-16T08:30:%02dZ".formatted(i));
    ROWS.add(row);
    String sql =
        "INSERT INTO %s (%s) VALUES (?, ?, ?, ?, ?, ?)"
            .formatted(TABLE.name(), EntityTable.list(COLUMNS, EntityTable::quote));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int column = 0; column < COLUMNS.size(); column++) {
        Object value = row.get(COLUMNS.get(column));
        statement.setObject(column + 1, value instanceof Boolean flag ? (flag ? 1 : 0) : value);
      }
      statement.executeUpdate();
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void render_anyCondition_isTrueFalseOrNullAsInSql(@ForAll("conditions") Where where)
      throws SQLException {
    List<@Nullable Boolean> expected =
        ROWS.stream().map(row -> new WhereTruth(row).of(where)).toList();

    assertThat(truths(WhereSql.render(where))).isEqualTo(expected);
  }

  /** Booleans are numbers in SQLite, which the parser does not take for a condition. */
  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void render_anyCondition_meansTheSameWhenItIsReadAgain(@ForAll("conditions") Where where)
      throws SQLException {
    String sql = WhereSql.render(where);
    try {
      Where read = new JooqWhereParser().parse(sql);

      assertThat(truths(WhereSql.render(read))).isEqualTo(truths(sql));
    } catch (IllegalArgumentException refused) {
      assertThat(refused)
          .hasMessageMatching("(?s).*(Boolean field|kind Integer|control character).*");
    }
  }

  @Provide
  Arbitrary<Where> conditions() {
    return Wheres.any();
  }

  @Property(tries = 2_000)
  void render_anyDouble_isThatDouble(@ForAll double value) throws SQLException {
    assertThat(Connections.number(connection, "SELECT " + same(value))).isEqualTo(1);
  }

  private static String same(double value) {
    Term literal = new Literal(value);
    String rendered = WhereSql.render(new Comparison(literal, Operator.EQUAL, literal));
    String sql = rendered.substring(1, rendered.indexOf(" = "));
    return "%s = %s AND typeof(%1$s) = 'real'".formatted(sql, exact(value));
  }

  /** A whole number of 53 bits and a power of two, both exact, so no decimal has to be read. */
  private static String exact(double value) {
    int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
    long digits = (long) Math.scalb(Math.scalb(value, -exponent / 2), -(exponent - exponent / 2));
    StringBuilder sql = new StringBuilder("cast(" + digits + " AS REAL)");
    for (int rest = Math.abs(exponent); rest > 0; rest -= Math.min(rest, 30)) {
      sql.append(exponent < 0 ? " / " : " * ").append(1L << Math.min(rest, 30)).append(".0");
    }
    return sql.toString();
  }

  /** SQLite limits how deep an expression is, and a chain is as deep as it is long. */
  @Example
  void render_longChain_isNotTooDeep() throws SQLException {
    Where chain =
        new Or(
            LongStream.range(0, 3_000)
                .mapToObj(i -> equal("n", i + 1_000_000))
                .map(Where.class::cast)
                .toList());

    assertThat(truths(WhereSql.render(chain))).hasSize(ROWS.size()).doesNotContain(true);
  }

  @Example
  void render_textOfSql_staysText() throws SQLException {
    Where where =
        new Comparison(
            new Column("t"), Operator.EQUAL, new Literal("'); DROP TABLE \"order\"; --"));

    assertThat(truths(WhereSql.render(where))).hasSize(ROWS.size()).doesNotContain(true);
  }

  private static Where equal(String column, long value) {
    return new Comparison(new Column(column), Operator.EQUAL, new Literal(value));
  }

  private static List<@Nullable Boolean> truths(String condition) throws SQLException {
    List<@Nullable Boolean> truths = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT %s FROM %s ORDER BY id".formatted(condition, TABLE.name()))) {
      while (result.next()) {
        Object truth = result.getObject(1);
        truths.add(truth == null ? null : ((Number) truth).intValue() == 1);
      }
    }
    return truths;
  }
}
