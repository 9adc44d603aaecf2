package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.snapshot.Typed.Kind;
import dev.tidemark.core.snapshot.Where.Function;
import dev.tidemark.core.snapshot.Where.Term;
import dev.tidemark.core.snapshot.Where.Term.Call;
import dev.tidemark.core.snapshot.Where.Term.Column;
import dev.tidemark.core.snapshot.Where.Term.Literal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out what the terms of a condition are, and whether they can stand side by side. */
final class TermCheck {

  /** How deep calls can stand in each other. */
  private static final int DEEPEST = 10;

  private final EntityType type;
  private final Consumer<String> problems;

  TermCheck(EntityType type, Consumer<String> problems) {
    this.type = type;
    this.problems = problems;
  }

  Typed check(Term term) {
    return check(term, DEEPEST);
  }

  private Typed check(Term term, int levels) {
    if (term instanceof Column column) {
      return column(column);
    }
    return term instanceof Call call ? call(call, levels) : literal((Literal) term);
  }

  private Typed column(Column column) {
    Optional<Field> field = type.field(column.name());
    if (field.isEmpty()) {
      problems.accept(SnapshotFit.noSuch("column", column.name(), SnapshotFit.names(type)));
      return Typed.of(column, Kind.UNKNOWN);
    }
    Kind kind = Kind.valueOf(field.get().type().name());
    return new Typed(column, kind, field.get().precision());
  }

  private Typed literal(Literal literal) {
    Object value = literal.value();
    if (value instanceof Long) {
      return Typed.of(literal, Kind.INTEGER);
    }
    if (value instanceof Boolean) {
      return Typed.of(literal, Kind.BOOLEAN);
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return Typed.of(literal, Kind.REAL);
    }
    if (value instanceof String text && isPlain(text)) {
      return Typed.of(literal, Kind.TEXT);
    }
    problems.accept(
        "expected a whole number of 64 bits, a finite number, text without the character 0 and"
            + " without half characters, TRUE or FALSE; found something else");
    return Typed.of(literal, Kind.UNKNOWN);
  }

  /** SQLite ends a statement at a 0, and half a pair of surrogates is no text anywhere. */
  private static boolean isPlain(String text) {
    return text.codePoints()
        .noneMatch(each -> each == 0 || Character.getType(each) == Character.SURROGATE);
  }

  private Typed call(Call call, int levels) {
    if (levels == 0) {
      problems.accept("functions stand in each other more than %s levels deep".formatted(DEEPEST));
      return Typed.of(call, Kind.UNKNOWN);
    }
    List<Typed> arguments = call.arguments().stream().map(each -> check(each, levels - 1)).toList();
    return call.function() == Function.COALESCE
        ? coalesce(call, arguments)
        : ofText(call, arguments);
  }

  private Typed ofText(Call call, List<Typed> arguments) {
    Kind result = call.function() == Function.LENGTH ? Kind.INTEGER : Kind.TEXT;
    if (arguments.size() != 1) {
      problems.accept(
          "%s takes one argument, found %s".formatted(call.function(), arguments.size()));
      return Typed.of(call, result);
    }
    Typed argument = arguments.get(0);
    if (argument.kind() != Kind.TEXT && argument.kind() != Kind.UNKNOWN) {
      problems.accept(
          "%s takes text, and %s is %s".formatted(call.function(), argument, argument.word()));
    }
    return Typed.of(call, result);
  }

  private Typed coalesce(Call call, List<Typed> arguments) {
    if (arguments.size() < 2) {
      problems.accept("COALESCE takes two arguments or more, found " + arguments.size());
      return Typed.of(call, Kind.UNKNOWN);
    }
    List<Typed> fitted = fit(arguments);
    Call made = new Call(Function.COALESCE, fitted.stream().map(Typed::term).toList());
    Typed result =
        fitted.stream()
            .filter(each -> each.kind() == Kind.UNKNOWN || each.kind() == Kind.REAL)
            .findFirst()
            .orElse(fitted.get(0));
    return new Typed(made, result.kind(), result.precision());
  }

  /**
   * The same terms, to be compared with each other, in their order; texts beside an instant as the
   * text of an instant. That they cannot be compared is a problem.
   */
  List<Typed> fit(List<Typed> terms) {
    Optional<Typed> instant =
        terms.stream().filter(each -> each.kind() == Kind.INSTANT).findFirst();
    List<Typed> fitted =
        terms.stream().map(each -> instant.map(as -> asInstant(each, as)).orElse(each)).toList();
    fitted.forEach(each -> requireComparable(fitted.get(0), each));
    return fitted;
  }

  private void requireComparable(Typed first, Typed other) {
    if (other.kind() == Kind.JSON) {
      problems.accept("%s is json; one can only ask whether it IS NULL".formatted(other));
    } else if (first.kind() != Kind.JSON && !fits(first, other)) {
      problems.accept(
          "%s is %s and %s is %s; these cannot be compared"
              .formatted(first, first.word(), other, other.word()));
    }
  }

  private static boolean fits(Typed one, Typed other) {
    boolean unknown = one.kind() == Kind.UNKNOWN || other.kind() == Kind.UNKNOWN;
    boolean same = one.kind() == other.kind() && one.precision().equals(other.precision());
    return unknown || same || one.isNumber() && other.isNumber();
  }

  private Typed asInstant(Typed term, Typed like) {
    if (!term.isTextLiteral()) {
      return term;
    }
    String text = (String) ((Literal) term.term()).value();
    Optional<String> normal = instant(text, like.precision().orElseThrow());
    if (normal.isEmpty()) {
      problems.accept(
          "%s is %s; expected a time with a zone, no finer than that, such as '%s'; found %s"
              .formatted(like, like.word(), example(like), term));
      return Typed.of(term.term(), Kind.UNKNOWN);
    }
    return new Typed(new Literal(normal.get()), Kind.INSTANT, like.precision());
  }

  /** What is finer than the field cannot be cut off: then it would compare differently. */
  private static Optional<String> instant(String text, Precision precision) {
    try {
      Instant exact = Precision.NANOS.parse(text);
      return exact.equals(precision.cut(exact))
          ? Optional.of(precision.format(exact))
          : Optional.empty();
    } catch (DateTimeException noInstant) {
      return Optional.empty();
    }
  }

  private static String example(Typed like) {
    return like.precision().orElseThrow().format(Instant.parse("2026-04-16T08:30:00Z"));
  }
}
