package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import dev.tidemark.core.snapshot.spi.WhereParser;
import dev.tidemark.testkit.contract.WhereParserContract;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class JooqWhereParserTest implements WhereParserContract {

  private static final List<String> WORDS =
      List.of(
          "a",
          "\"b\"",
          "1",
          "-2",
          "1.5",
          "'x'",
          "'",
          "\"",
          "(",
          ")",
          ",",
          "=",
          "<>",
          "<",
          "AND",
          "OR",
          "NOT",
          "IN",
          "BETWEEN",
          "LIKE",
          "IS",
          "NULL",
          "TRUE",
          "lower",
          "coalesce",
          "SELECT",
          "FROM",
          "CASE",
          "WHEN",
          "THEN",
          "END",
          "CAST",
          "AS",
          "INT",
          "OVER",
          "EXISTS",
          "UNION",
          "ALL",
          "ANY",
          "DATE",
          "INTERVAL",
          "ROW",
          "ARRAY",
          "VALUES",
          ".",
          "-",
          "+",
          "*",
          ";",
          "--",
          "/*",
          "?",
          ":x",
          "ESCAPE",
          "COLLATE",
          "DISTINCT",
          "CURRENT_DATE",
          "PRIOR",
          "\\",
          "é");

  @Override
  public WhereParser newParser() {
    return new JooqWhereParser();
  }

  @Test
  void parse_syntaxError_saysWhereAndWhatIsAllowed() {
    assertThatThrownBy(() -> newParser().parse("status = 'ok' garbage"))
        .hasMessageStartingWith("cannot be read: ")
        .hasMessageContaining("[1:15]")
        .hasMessageContaining("allowed are comparisons");
  }

  @Test
  void parse_comment_saysWhere() {
    assertThatThrownBy(() -> newParser().parse("a = 1 -- b"))
        .hasMessageStartingWith("found a comment at character 7; allowed are comparisons");
  }

  @Test
  void parse_subSelect_saysWhatWasFound() {
    assertThatThrownBy(() -> newParser().parse("id IN (SELECT id FROM secret)"))
        .hasMessageStartingWith("found id in ( select id from secret ); allowed are comparisons");
  }

  @Test
  void module_bindsTheParser() {
    assertThat(
            Guice.createInjector(new WhereParserModule())
                .getInstance(WhereParser.class)
                .parse("a = 1"))
        .isEqualTo(WhereParserModule.parser().parse("a = 1"));
  }

  /** Whatever it is: a tree, or the one exception that is promised. */
  @Property(tries = 3_000)
  void parse_anyWords_areReadOrRefused(@ForAll("sentences") String sentence) {
    try {
      assertThat(newParser().parse(sentence)).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s)(found|cannot be read|a condition).*");
    }
  }

  @Provide
  Arbitrary<String> sentences() {
    return Arbitraries.of(WORDS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(each -> String.join(" ", each));
  }
}
