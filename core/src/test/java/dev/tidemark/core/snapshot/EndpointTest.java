package dev.tidemark.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "edge-1.example:9443",
        "localhost:1",
        "192.0.2.7:65535",
        "[2001:db8::7]:9443",
        "[::1]:80",
        "[fe80::1%eth0]:80",
        "edge_1.example.:9443"
      })
  void parse_endpoint_isWrittenAgain(String text) {
    assertThat(Endpoint.parse(text)).hasToString(text);
  }

  @Test
  void parse_addressInBrackets_hasNoneInTheHost() {
    assertThat(Endpoint.parse("[2001:db8::7]:9443")).isEqualTo(new Endpoint("2001:db8::7", 9443));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "edge",
        "edge:",
        ":9443",
        "edge:x",
        "edge:-1",
        "edge:+1",
        "edge: 1",
        "edge:0",
        "edge:65536",
        "edge:99999999999",
        "2001:db8::7:9443",
        "[2001:db8::7]",
        "[edge]:9443",
        "[]:9443",
        "[:]:9443",
        "http://edge:9443",
        "edge:9443/",
        "-edge:9443",
        "e dge:9443",
        "edge:9443\n",
        "user@edge:9443"
      })
  void parse_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected ")
        .hasMessageContaining(text);
  }
}
