package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.Where;
import dev.tidemark.core.snapshot.spi.WhereParser;
import org.jooq.Condition;
import org.jooq.Log;
import org.jooq.Parser;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.ParserException;
import org.jooq.tools.JooqLogger;

/**
 * Reads conditions with jOOQ's parser. That one knows all of SQL, so of what it makes only a short
 * list of nodes is taken over, each by itself: a node that a later version adds is refused, too.
 */
final class JooqWhereParser implements WhereParser {

  static final String ALLOWED =
      "allowed are comparisons, AND, OR, NOT, [NOT] IN (...), [NOT] BETWEEN, [NOT] LIKE,"
          + " IS [NOT] NULL, names of columns, numbers, 'texts', TRUE, FALSE,"
          + " and LOWER, UPPER, LENGTH and COALESCE";

  /** Loaded with the first condition: it costs a start-up half a second. */
  private static final class Loaded {

    static final Parser PARSER = quiet();

    /** Else the log has a picture and a tip of the day. */
    private static Parser quiet() {
      JooqLogger.globalThreshold(Log.Level.WARN);
      return DSL.using(SQLDialect.SQLITE).parser();
    }
  }

  @Override
  public Where parse(String text) {
    new WhereText(text).requirePlain();
    return WhereTree.of(read(text));
  }

  private static Condition read(String text) {
    try {
      return Loaded.PARSER.parseCondition(text);
    } catch (ParserException e) {
      throw new IllegalArgumentException("cannot be read: " + e.getMessage() + "; " + ALLOWED, e);
    } catch (RuntimeException | StackOverflowError e) {
      // Odd numbers break it, and words like NOT nest without a parenthesis, as deep as they like.
      throw new IllegalArgumentException("cannot be read; " + ALLOWED, e);
    }
  }
}
