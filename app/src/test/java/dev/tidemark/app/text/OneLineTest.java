package dev.tidemark.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OneLineTest {

  @Test
  void start_longText_isCutBetweenCharacters() {
    assertThat(OneLine.start("\uD83D\uDE80".repeat(9), 6))
        .isEqualTo("\uD83D\uDE80".repeat(3) + "...");
    assertThat(OneLine.start("a\nb", 6)).isEqualTo("a b");
  }
}
