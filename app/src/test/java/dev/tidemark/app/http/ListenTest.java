package dev.tidemark.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, 127.0.0.1, 8080",
    "' example:0 ', example, 0",
    "[::1]:65535, ::1, 65535",
    ":80, '', 80"
  })
  void parse_addressAndPort_isBoth(String text, String host, int port) {
    assertThat(Listen.parse(text)).isEqualTo(new Listen(host, port));
    assertThat(Listen.parse(text)).hasToString(text.trim());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8080", "host", "host:", "host:x", "host:65536", "::1:80", "a b:80"})
  void parse_somethingElse_saysWhatIsExpected(String text) {
    assertThatThrownBy(() -> Listen.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected an address and a port, such as 127.0.0.1:8080 or :8080, found \"%s\"", text);
  }
}
