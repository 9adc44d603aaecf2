package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.snapshot.Where;
import dev.tidemark.core.snapshot.Where.And;
import dev.tidemark.core.snapshot.Where.Comparison;
import dev.tidemark.core.snapshot.Where.Flag;
import dev.tidemark.core.snapshot.Where.Function;
import dev.tidemark.core.snapshot.Where.In;
import dev.tidemark.core.snapshot.Where.IsNull;
import dev.tidemark.core.snapshot.Where.Like;
import dev.tidemark.core.snapshot.Where.Not;
import dev.tidemark.core.snapshot.Where.Operator;
import dev.tidemark.core.snapshot.Where.Or;
import dev.tidemark.core.snapshot.Where.Term;
import dev.tidemark.core.snapshot.Where.Term.Call;
import dev.tidemark.core.snapshot.Where.Term.Column;
import dev.tidemark.core.snapshot.Where.Term.Literal;
import dev.tidemark.core.snapshot.spi.WhereParser;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link WhereParser} reads, and what it refuses. */
@Covers(WhereParser.class)
public interface WhereParserContract {

  /** The parser that is examined. */
  WhereParser newParser();

  @Test
  default void parse_everyOperator_isThatComparison() {
    Map.of(
            "=", Operator.EQUAL,
            "<>", Operator.NOT_EQUAL,
            "!=", Operator.NOT_EQUAL,
            "<", Operator.LESS,
            "<=", Operator.LESS_OR_EQUAL,
            ">", Operator.GREATER,
            ">=", Operator.GREATER_OR_EQUAL)
        .forEach(
            (sign, operator) ->
                assertReads("a " + sign + " 1", new Comparison(column("a"), operator, of(1L))));
  }

  @Test
  default void parse_literals_areWhatTheyAre() {
    assertReads("a = -5", equal("a", -5L));
    assertReads("a = -9223372036854775808", equal("a", Long.MIN_VALUE));
    assertReads("a = 9223372036854775807", equal("a", Long.MAX_VALUE));
    assertReads("a = 1.5", equal("a", 1.5));
    assertReads("a = -0.1", equal("a", -0.1));
    assertReads("a = 1e3", equal("a", 1000.0));
    assertReads("a = 'it''s; -- /* ? :x'", equal("a", "it's; -- /* ? :x"));
    assertReads("a = 'a\\'", equal("a", "a\\"));
    assertReads("a = ''", equal("a", ""));
    assertReads("a = 'Zürich'", equal("a", "Zürich"));
    assertReads("a = TRUE", equal("a", true));
    assertReads("a = false", equal("a", false));
  }

  @Test
  default void parse_namesOfColumns_keepTheirCase() {
    assertReads("last_update = 1", equal("last_update", 1L));
    assertReads("infoPrefixes = 1", equal("infoPrefixes", 1L));
    assertReads("\"order\" = 1", equal("order", 1L));
    assertReads("\"Group\" = 1", equal("Group", 1L));
    assertReads("a = b", new Comparison(column("a"), Operator.EQUAL, column("b")));
  }

  @Test
  default void parse_junctions_bindAsInSql() {
    Where a = equal("a", 1L);
    Where b = equal("b", 2L);
    Where c = equal("c", 3L);

    assertReads("a = 1 AND b = 2 AND c = 3", new And(List.of(a, b, c)));
    assertReads("a = 1 or b = 2 or c = 3", new Or(List.of(a, b, c)));
    assertReads("a = 1 OR b = 2 AND c = 3", new Or(List.of(a, new And(List.of(b, c)))));
    assertReads("(a = 1 OR b = 2) AND c = 3", new And(List.of(new Or(List.of(a, b)), c)));
    assertReads("NOT a = 1 AND b = 2", new And(List.of(new Not(a), b)));
    assertReads("NOT (a = 1 AND b = 2)", new Not(new And(List.of(a, b))));
  }

  @Test
  default void parse_lists_areMembership() {
    Where in = new In(column("a"), List.of(of(1L), of(-2L)));

    assertReads("a IN (1, -2)", in);
    assertReads("a NOT IN (1, -2)", new Not(in));
    assertReads("NOT a IN (1, -2)", new Not(in));
    assertReads("a IN ('x')", new In(column("a"), List.of(of("x"))));
  }

  @Test
  default void parse_between_isTwoComparisons() {
    Where within =
        new And(
            List.of(
                new Comparison(column("a"), Operator.GREATER_OR_EQUAL, of(1L)),
                new Comparison(column("a"), Operator.LESS_OR_EQUAL, of(2L))));

    assertReads("a BETWEEN 1 AND 2", within);
    assertReads("a NOT BETWEEN 1 AND 2", new Not(within));
    assertReads("NOT a BETWEEN 1 AND 2", new Not(within));
    assertReads("a BETWEEN 1 AND 2 AND b = 3", new And(List.of(within, equal("b", 3L))));
  }

  @Test
  default void parse_patternsNullsAndFlags_areThemselves() {
    assertReads("a LIKE 'x%_'", new Like(column("a"), "x%_"));
    assertReads("a NOT LIKE 'x%'", new Not(new Like(column("a"), "x%")));
    assertReads("a IS NULL", new IsNull(column("a")));
    assertReads("a IS NOT NULL", new Not(new IsNull(column("a"))));
    assertReads("a", new Flag(column("a")));
    assertReads("NOT a", new Not(new Flag(column("a"))));
    assertReads("TRUE", new Flag(of(true)));
  }

  @Test
  default void parse_functions_areTheFew() {
    assertReads("LOWER(a) = 'x'", equal(call(Function.LOWER, column("a")), "x"));
    assertReads("upper(a) = 'X'", equal(call(Function.UPPER, column("a")), "X"));
    assertReads("length(a) = 3", equal(call(Function.LENGTH, column("a")), 3L));
    assertReads(
        "coalesce(a, b, 0) = 0",
        equal(call(Function.COALESCE, column("a"), column("b"), of(0L)), 0L));
    assertReads(
        "lower(coalesce(a, '')) LIKE 'x%'",
        new Like(call(Function.LOWER, call(Function.COALESCE, column("a"), of(""))), "x%"));
  }

  @Test
  default void parse_longChains_areReadWhole() {
    String text =
        IntStream.range(0, 1_500).mapToObj(i -> "a = " + i).collect(Collectors.joining(" OR "));

    assertThat(newParser().parse(text))
        .isInstanceOfSatisfying(Or.class, or -> assertThat(or.parts()).hasSize(1_500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = (SELECT 1)",
        "a IN (SELECT id FROM secret)",
        "a IN (VALUES (1))",
        "a = ANY (SELECT 1)",
        "EXISTS (SELECT 1)",
        "(SELECT a) IS NULL",
        "a = 1 UNION SELECT 1",
        "a = 1 UNION(SELECT 1)",
        "a = 1; DROP TABLE x",
        "a = 1;",
        "a = 1 -- and b = 2",
        "a = 1 --",
        "a = 1 /* and b = 2 */",
        "a /**/ = 1",
        "a = 1 # b",
        "CASE WHEN a = 1 THEN 1 ELSE 2 END = 1",
        "CAST(a AS INT) = 1",
        "a::int = 1",
        "a = ?",
        "a = ?1",
        "a = :x",
        "a = @x",
        "a = $x",
        "ROW_NUMBER() OVER () = 1",
        "COUNT(*) = 1",
        "MAX(a) = 1",
        "main.t.a = 1",
        "t.a = 1",
        "\"t\".\"a\" = 1",
        "ABS(a) = 1",
        "RANDOM() = 1",
        "load_extension('x') = 1",
        "hex(a) = 'x'",
        "substr(a, 1, 1) = 'x'",
        "trim(a) = 'x'",
        "nullif(a, b) = 1",
        "current_timestamp = a",
        "a = CURRENT_USER",
        "a + 1 = 2",
        "-a = 1",
        "a = -(1)",
        "a || 'x' = 'y'",
        "a % 2 = 0",
        "a & 1 = 1",
        "a = 1 = 1",
        "a == 1",
        "a <=> 1",
        "(a, b) = (1, 2)",
        "(a = 1) IS NULL",
        "a = (b = 1)",
        "a IS TRUE",
        "a IS DISTINCT FROM 1",
        "a BETWEEN SYMMETRIC 1 AND 2",
        "a LIKE b",
        "a LIKE 5",
        "a LIKE 'x!%' ESCAPE '!'",
        "a ILIKE 'x'",
        "a LIKE ANY ('x', 'y')",
        "a SIMILAR TO 'x'",
        "a GLOB 'x'",
        "a REGEXP 'x'",
        "a MATCH 'x'",
        "a COLLATE NOCASE = 'x'",
        "a = 'x' COLLATE NOCASE",
        "a = NULL",
        "NULL",
        "a IN ()",
        "a IN (1, NULL)",
        "a = X'00'",
        "a = N'x'",
        "a = e'x'",
        "a = q'[x]'",
        "a = DATE '2026-01-01'",
        "a = TIMESTAMP '2026-01-01 00:00:00'",
        "a = INTERVAL '1' DAY",
        "a = ARRAY[1]",
        "a[1] = 1",
        "{a} = 1",
        "`a` = 1",
        "[a] = 1",
        "a = 9223372036854775808",
        "a = 1e400",
        "a = 0x10",
        "a = 'open",
        "\"open = 1",
        "a = 1 AND",
        "a = 1 b",
        "a =",
        "AND a = 1",
        "(a = 1",
        "a = 1)",
        "a XOR b",
        "a (+) = 1",
        "PRIOR a = 1",
        "a IS JSON",
        "a IS DOCUMENT",
        "UNIQUE (SELECT 1)",
        "a NOT NULL",
        "a = ALL (1, 2)",
        "a = SOME (SELECT 1)",
        "a = ANY (ARRAY[1])",
        "(a, b) IN ((1, 2))",
        "(a, b) OVERLAPS (1, 2)",
        "a = (1, 2)",
        "EXTRACT(YEAR FROM a) = 2026",
        "LOWER(a, b) = 'x'",
        "LOWER() = 'x'",
        "COALESCE() = 1",
        "LOWER(a = 1) = 'x'",
        "COALESCE((SELECT 1), 2) = 1",
        "",
        "   "
      })
  default void parse_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> newParser().parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).*(found|cannot be read).*");
  }

  @Test
  default void parse_characterZero_isRefused() {
    assertRefused("a = 1 \0 AND b = 2");
  }

  @Test
  default void parse_controlCharacterInQuotes_isRefused() {
    assertRefused("a = 'x\0y'");
    assertRefused("a LIKE 'x\u0001%'");
    assertRefused("\"a\u007f\" = 1");
    assertRefused("a = 'x\ny'");
  }

  @Test
  default void parse_manyNots_areReadToADepthThatDatabasesTake() {
    assertReads("NOT ".repeat(20) + "a", nots(20));
    assertThatThrownBy(() -> newParser().parse("NOT ".repeat(200) + "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("levels deep");
    assertRefused("NOT ".repeat(4_000) + "a");
  }

  private static Where nots(int number) {
    Where where = new Flag(column("a"));
    for (int i = 0; i < number; i++) {
      where = new Not(where);
    }
    return where;
  }

  @Test
  default void parse_nestedWithoutEnd_isRefused() {
    assertRefused("(".repeat(5_000) + "a = 1" + ")".repeat(5_000));
    assertRefused("CASE ".repeat(3_000));
    assertRefused("lower(".repeat(1_000) + "a" + ")".repeat(1_000) + " = 'x'");
  }

  private void assertRefused(String text) {
    assertThatThrownBy(() -> newParser().parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private void assertReads(String text, Where expected) {
    assertThat(newParser().parse(text)).as(text).isEqualTo(expected);
  }

  private static Column column(String name) {
    return new Column(name);
  }

  private static Literal of(Object value) {
    return new Literal(value);
  }

  private static Call call(Function function, Term... arguments) {
    return new Call(function, List.of(arguments));
  }

  private static Where equal(String column, Object value) {
    return equal(column(column), value);
  }

  private static Where equal(Term term, Object value) {
    return new Comparison(term, Operator.EQUAL, of(value));
  }
}
