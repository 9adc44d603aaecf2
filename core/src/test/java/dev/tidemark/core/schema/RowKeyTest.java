package dev.tidemark.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RowKeyTest {

  @Test
  void text_ofOneValue_isTheValue() {
    assertThat(RowKey.of(-42L).text()).isEqualTo("-42");
    assertThat(RowKey.of("a\"b").text()).isEqualTo("a\"b");
  }

  @Test
  void text_ofSeveralValues_isAJsonArray() {
    assertThat(RowKey.of(42L, "eth0").text()).isEqualTo("[42,\"eth0\"]");
    assertThat(RowKey.of("q\" b\\ n\n t\t r\r f\f b\b 0\u0000 é 😀 /", 1L).text())
        .isEqualTo("[\"q\\\" b\\\\ n\\n t\\t r\\r f\\f b\\b 0\\u0000 é 😀 /\",1]");
  }

  @Test
  void of_nothingOrAnotherClass_isRefused() {
    assertThatThrownBy(() -> new RowKey(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row key has at least one value");
    assertThatThrownBy(() -> RowKey.of(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row key holds Long or String, not Integer");
  }
}
