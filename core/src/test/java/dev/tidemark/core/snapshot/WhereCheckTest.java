package dev.tidemark.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
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
import java.util.List;
import org.junit.jupiter.api.Test;

final class WhereCheckTest {

  private static final EntityType TYPE =
      EntityType.named("net")
          .key("id")
          .integer("id", "asn")
          .real("latitude")
          .text("name", "status")
          .bool("enabled")
          .instant("created", Precision.SECONDS)
          .instant("updated", Precision.MILLIS)
          .json("info")
          .build();

  @Test
  void check_valuesThatFit_areFine() {
    assertFits(compare("id", Operator.LESS, 5L));
    assertFits(compare("id", Operator.EQUAL, 1.5));
    assertFits(compare("latitude", Operator.GREATER_OR_EQUAL, 5L));
    assertFits(compare("name", Operator.GREATER, "m"));
    assertFits(compare("enabled", Operator.NOT_EQUAL, true));
    assertFits(new Comparison(of("created"), Operator.LESS, of("created")));
    assertFits(new In(of("status"), List.of(new Literal("ok"), of("name"))));
    assertFits(new Like(call(Function.LOWER, of("name")), "a%"));
    assertFits(new IsNull(of("info")));
    assertFits(new Flag(of("enabled")));
    assertFits(new Flag(new Literal(true)));
    assertFits(new Flag(call(Function.COALESCE, of("enabled"), new Literal(false))));
    assertFits(new Comparison(call(Function.LENGTH, of("name")), Operator.LESS, of("latitude")));
    assertFits(
        new Comparison(
            call(Function.COALESCE, of("asn"), of("latitude"), new Literal(0L)),
            Operator.LESS,
            new Literal(1.5)));
  }

  @Test
  void check_instants_becomeTheTextOfTheField() {
    assertBecomes(
        compare("created", Operator.LESS, "2026-04-16T10:30:00+02:00"),
        compare("created", Operator.LESS, "2026-04-16T08:30:00Z"));
    assertBecomes(
        compare("updated", Operator.LESS, "2026-04-16T08:30:00Z"),
        compare("updated", Operator.LESS, "2026-04-16T08:30:00.000Z"));
    assertBecomes(
        new In(of("updated"), List.of(new Literal("2026-04-16T08:30:00.5Z"))),
        new In(of("updated"), List.of(new Literal("2026-04-16T08:30:00.500Z"))));
    assertBecomes(
        new In(new Literal("2026-04-16T08:30Z"), List.of(of("created"))),
        new In(new Literal("2026-04-16T08:30:00Z"), List.of(of("created"))));
    assertBecomes(
        new Not(
            new Comparison(
                call(Function.COALESCE, new Literal("2026-04-16T08:30:00.000Z"), of("created")),
                Operator.EQUAL,
                new Literal("2026-04-16T08:30:00.0Z"))),
        new Not(
            new Comparison(
                call(Function.COALESCE, new Literal("2026-04-16T08:30:00Z"), of("created")),
                Operator.EQUAL,
                new Literal("2026-04-16T08:30:00Z"))));
  }

  @Test
  void check_textThatIsNoInstant_isRefused() {
    String expected =
        "created is instant(seconds); expected a time with a zone, no finer than that, such as"
            + " '2026-04-16T08:30:00Z'; found ";

    assertThat(problems(compare("created", Operator.LESS, "2026-04-16")))
        .containsExactly(expected + "'2026-04-16'");
    assertThat(problems(compare("created", Operator.LESS, "2026-04-16T08:30:00")))
        .containsExactly(expected + "'2026-04-16T08:30:00'");
    assertThat(problems(compare("created", Operator.LESS, "2026-04-16T08:30:00.5Z")))
        .containsExactly(expected + "'2026-04-16T08:30:00.5Z'");
  }

  @Test
  void check_typesThatDoNotFit_areRefused() {
    assertThat(problems(compare("name", Operator.EQUAL, 5L)))
        .containsExactly("name is text and 5 is integer; these cannot be compared");
    assertThat(problems(compare("enabled", Operator.EQUAL, 1L)))
        .containsExactly("enabled is boolean and 1 is integer; these cannot be compared");
    assertThat(problems(compare("id", Operator.EQUAL, "5")))
        .containsExactly("id is integer and '5' is text; these cannot be compared");
    assertThat(problems(new Comparison(of("created"), Operator.EQUAL, of("updated"))))
        .containsExactly(
            "created is instant(seconds) and updated is instant(millis); these cannot be compared");
    assertThat(problems(new Comparison(of("created"), Operator.EQUAL, of("name"))))
        .containsExactly("created is instant(seconds) and name is text; these cannot be compared");
    assertThat(problems(new In(of("id"), List.of(new Literal(1L), new Literal("x")))))
        .containsExactly("id is integer and 'x' is text; these cannot be compared");
    assertThat(problems(compare("enabled", Operator.LESS, true)))
        .containsExactly("enabled is boolean, which has no order; compare with = or <>");
  }

  @Test
  void check_json_canOnlyBeNull() {
    String expected = "info is json; one can only ask whether it IS NULL";

    assertThat(problems(compare("info", Operator.EQUAL, "{}"))).containsExactly(expected);
    assertThat(problems(new Comparison(of("name"), Operator.EQUAL, of("info"))))
        .containsExactly(expected);
    assertThat(problems(new Like(of("info"), "%")))
        .containsExactly("info is json; LIKE is for text alone");
    assertThat(problems(new IsNull(call(Function.LENGTH, of("info")))))
        .containsExactly("LENGTH takes text, and info is json");
  }

  @Test
  void check_likeAndFlagsOfOtherTypes_areRefused() {
    assertThat(problems(new Like(of("id"), "1%")))
        .containsExactly("id is integer; LIKE is for text alone");
    assertThat(problems(new Like(of("created"), "2026%")))
        .containsExactly("created is instant(seconds); LIKE is for text alone");
    assertThat(problems(new Like(of("name"), "a".repeat(1_001))))
        .containsExactly("a pattern of LIKE has 1000 characters at most, this one has 1001");
    assertThat(problems(new Flag(of("id"))))
        .containsExactly("id is integer; a column by itself is a condition only if it is boolean");
  }

  @Test
  void check_functionsWithOtherArguments_areRefused() {
    assertThat(problems(new IsNull(call(Function.LOWER, of("name"), of("name")))))
        .containsExactly("LOWER takes one argument, found 2");
    assertThat(problems(new IsNull(call(Function.UPPER, of("id")))))
        .containsExactly("UPPER takes text, and id is integer");
    assertThat(problems(new IsNull(call(Function.COALESCE, of("id")))))
        .containsExactly("COALESCE takes two arguments or more, found 1");
    assertThat(problems(new IsNull(call(Function.COALESCE, of("id"), of("name")))))
        .containsExactly("id is integer and name is text; these cannot be compared");
  }

  @Test
  void check_unknownColumns_areAllTold() {
    assertThat(
            problems(
                new And(
                    List.of(
                        compare("nam", Operator.EQUAL, "x"),
                        new Like(of("Status"), "x"),
                        new Flag(of("rowid"))))))
        .containsExactly(
            "no such column: nam; expected one of id, asn, latitude, name, status, enabled,"
                + " created, updated, info; did you mean \"name\"?",
            "no such column: Status; upper and lower case count, it is called status",
            "no such column: rowid; expected one of id, asn, latitude, name, status, enabled,"
                + " created, updated, info");
  }

  @Test
  void check_literalsThatNoDatabaseTakes_areRefused() {
    for (Object odd : new Object[] {"a\0b", "\uD800", Double.NaN, 1, 'x'}) {
      assertThat(problems(new IsNull(new Literal(odd))))
          .singleElement()
          .asString()
          .startsWith("expected a whole number of 64 bits, a finite number, text without");
    }
    assertThat(problems(new Like(of("name"), "a\0%"))).hasSize(1);
    assertFits(new Like(of("name"), "𝄞%"));
  }

  @Test
  void check_treesThatAreNone_areRefused() {
    assertThat(problems(new And(List.of())))
        .containsExactly("AND is between two conditions or more");
    assertThat(problems(new Or(List.of(new IsNull(of("id"))))))
        .containsExactly("OR is between two conditions or more");
    assertThat(problems(new In(of("id"), List.of())))
        .containsExactly("IN () has no values; no row would be copied");
  }

  @Test
  void check_nestedDeep_isRefusedAtOnce() {
    Where where = new IsNull(of("id"));
    Term term = of("name");
    for (int i = 0; i < 50_000; i++) {
      where = new Not(where);
      term = call(Function.LOWER, term);
    }

    assertThat(problems(where)).containsExactly("it is nested more than 50 levels deep");
    assertThat(problems(new IsNull(term)))
        .containsExactly("functions stand in each other more than 10 levels deep");
  }

  private static void assertFits(Where where) {
    assertBecomes(where, where);
  }

  private static void assertBecomes(Where where, Where expected) {
    WhereCheck check = new WhereCheck(TYPE);

    assertThat(check.check(where)).isEqualTo(expected);
    assertThat(check.problems()).isEmpty();
  }

  private static List<String> problems(Where where) {
    WhereCheck check = new WhereCheck(TYPE);
    check.check(where);
    return check.problems();
  }

  private static Where compare(String column, Operator operator, Object value) {
    return new Comparison(of(column), operator, new Literal(value));
  }

  private static Term of(String column) {
    return new Column(column);
  }

  private static Term call(Function function, Term... arguments) {
    return new Call(function, List.of(arguments));
  }
}
