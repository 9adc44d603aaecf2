package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/** How a command ended, and what it printed. */
record Outcome(int code, String out, String err) {

  private static final String PROGRESS =
      "\\w+ +(list|changes|by key|sweep|kept) +[\\d,]+ rows? .*|applying|.*: reading whole lists";

  /** The lines on standard error, without those of progress. */
  List<String> said() {
    return err.lines().filter(line -> !line.matches(PROGRESS)).toList();
  }

  void assertDone() {
    assertThat(code).as(err).isZero();
    assertThat(said()).isEmpty();
  }

  /**
   * It failed with one message on one line that has all of this, and with nothing else but warnings
   * before it.
   */
  void assertFailed(int expectedCode, String... phrases) {
    assertThat(said().stream().filter(line -> !line.startsWith("warning: ")))
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(phrases)
        .doesNotContain("java.", "Exception");
    assertThat(out).isEmpty();
    assertThat(code).isEqualTo(expectedCode);
  }

  JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (IOException e) {
      throw new AssertionError(out, e);
    }
  }
}
