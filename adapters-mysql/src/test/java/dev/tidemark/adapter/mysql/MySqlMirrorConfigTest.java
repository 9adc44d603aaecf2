package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MySqlMirrorConfigTest {

  private static final MySqlConfig DATABASE =
      MySqlConfig.of("jdbc:mysql://db.example/peering", "tidemark", "hush");

  private static final MySqlMirrorConfig CONFIG = MySqlMirrorConfig.of("reporting", DATABASE);

  @Test
  void of_nameAndDatabase_hasTheDefaults() {
    assertThat(CONFIG)
        .isEqualTo(new MySqlMirrorConfig("reporting", DATABASE, "", Duration.ofMillis(500), 25));
  }

  @Test
  void withPrefix_ofLetters_hasItAndTellsNoSecret() {
    assertThat(CONFIG.withPrefix("pdb_"))
        .isEqualTo(
            new MySqlMirrorConfig("reporting", DATABASE, "pdb_", Duration.ofMillis(500), 25));
    assertThat(CONFIG.toString()).doesNotContain("hush");
  }

  @Test
  void name_blank_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MySqlMirrorConfig.of(" ", DATABASE))
        .withMessageContaining("the mirror's name is blank");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a`b", "pdb-", "x123456789x123456789x123456789x"})
  void prefix_thatNoTableCanHave_isRefused(String prefix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withPrefix(prefix))
        .withMessageContaining("expected letters, digits or _");
  }

  @Test
  void limits_ofNothing_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MySqlMirrorConfig("reporting", DATABASE, "", Duration.ofNanos(1), 25))
        .withMessageContaining("expected a millisecond or more");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new MySqlMirrorConfig("reporting", DATABASE, "", Duration.ofMillis(500), 0))
        .withMessageContaining("expected 1 or more");
  }
}
