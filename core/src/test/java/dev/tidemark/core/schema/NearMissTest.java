package dev.tidemark.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearMissTest {

  private static final List<String> KNOWN = List.of("integer", "real", "text", "instant");

  @Test
  void hint_oneLetterOff_namesTheWord() {
    assertThat(NearMiss.hint("intger", KNOWN)).isEqualTo("; did you mean \"integer\"?");
    assertThat(NearMiss.hint("rael", KNOWN)).isEmpty();
    assertThat(NearMiss.hint("txt", KNOWN)).isEqualTo("; did you mean \"text\"?");
  }

  @Test
  void hint_severalNear_namesTheNearest() {
    assertThat(NearMiss.hint("instants", List.of("distant", "instant")))
        .isEqualTo("; did you mean \"instant\"?");
  }

  @Test
  void hint_nothingNear_saysNothing() {
    assertThat(NearMiss.hint("uuid", KNOWN)).isEmpty();
    assertThat(NearMiss.hint("", List.of())).isEmpty();
  }
}
