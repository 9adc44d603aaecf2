package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.snapshot.Typed.Kind;
import dev.tidemark.core.snapshot.Where.And;
import dev.tidemark.core.snapshot.Where.Comparison;
import dev.tidemark.core.snapshot.Where.Flag;
import dev.tidemark.core.snapshot.Where.In;
import dev.tidemark.core.snapshot.Where.IsNull;
import dev.tidemark.core.snapshot.Where.Like;
import dev.tidemark.core.snapshot.Where.Not;
import dev.tidemark.core.snapshot.Where.Operator;
import dev.tidemark.core.snapshot.Where.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Fits a condition to an entity type: finds everything that is wrong with it, and gives it with its
 * instants as the text that the fields have. Not safe for use by many threads.
 */
final class WhereCheck {

  private static final int DEEPEST = 50;
  private static final int LONGEST_PATTERN = 1_000;

  private final List<String> problems = new ArrayList<>();
  private final TermCheck terms;

  WhereCheck(EntityType type) {
    this.terms = new TermCheck(type, problems::add);
  }

  List<String> problems() {
    return problems.stream().distinct().toList();
  }

  /** The condition as it fits; what of it does not is a problem. */
  Where check(Where where) {
    return check(where, DEEPEST);
  }

  private Where check(Where where, int levels) {
    if (levels == 0) {
      problems.add("it is nested more than %s levels deep".formatted(DEEPEST));
      return where;
    }
    if (where instanceof And and) {
      return all("AND", and.parts(), And::new, levels);
    }
    if (where instanceof Or or) {
      return all("OR", or.parts(), Or::new, levels);
    }
    if (where instanceof Not not) {
      return new Not(check(not.part(), levels - 1));
    }
    return test(where);
  }

  private Where all(
      String operator, List<Where> parts, Function<List<Where>, Where> of, int levels) {
    if (parts.size() < 2) {
      problems.add("%s is between two conditions or more".formatted(operator));
    }
    return of.apply(parts.stream().map(part -> check(part, levels - 1)).toList());
  }

  private Where test(Where where) {
    if (where instanceof Comparison comparison) {
      return comparison(comparison);
    }
    if (where instanceof In in) {
      return in(in);
    }
    if (where instanceof Like like) {
      return like(like);
    }
    if (where instanceof IsNull is) {
      return new IsNull(terms.check(is.term()).term());
    }
    return flag((Flag) where);
  }

  private Where comparison(Comparison of) {
    Typed left = terms.check(of.left());
    Typed right = terms.check(of.right());
    boolean ordered = of.operator() != Operator.EQUAL && of.operator() != Operator.NOT_EQUAL;
    if (ordered && left.kind() == Kind.BOOLEAN && right.kind() == Kind.BOOLEAN) {
      problems.add("%s is boolean, which has no order; compare with = or <>".formatted(left));
    }
    List<Typed> fitted = terms.fit(List.of(left, right));
    return new Comparison(fitted.get(0).term(), of.operator(), fitted.get(1).term());
  }

  private Where in(In in) {
    if (in.values().isEmpty()) {
      problems.add("IN () has no values; no row would be copied");
    }
    List<Typed> all = new ArrayList<>();
    all.add(terms.check(in.term()));
    in.values().forEach(value -> all.add(terms.check(value)));
    List<Where.Term> fitted = terms.fit(all).stream().map(Typed::term).toList();
    return new In(fitted.get(0), fitted.subList(1, fitted.size()));
  }

  private Where like(Like like) {
    Typed term = terms.check(like.term());
    if (term.kind() != Kind.TEXT && term.kind() != Kind.UNKNOWN) {
      problems.add("%s is %s; LIKE is for text alone".formatted(term, term.word()));
    }
    terms.check(new Where.Term.Literal(like.pattern()));
    if (like.pattern().length() > LONGEST_PATTERN) {
      problems.add(
          "a pattern of LIKE has %s characters at most, this one has %s"
              .formatted(LONGEST_PATTERN, like.pattern().length()));
    }
    return new Like(term.term(), like.pattern());
  }

  private Where flag(Flag flag) {
    Typed term = terms.check(flag.term());
    if (term.kind() != Kind.BOOLEAN && term.kind() != Kind.UNKNOWN) {
      problems.add(
          "%s is %s; a column by itself is a condition only if it is boolean"
              .formatted(term, term.word()));
    }
    return new Flag(term.term());
  }
}
