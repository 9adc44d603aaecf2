package dev.tidemark.app.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginRedirectTest {

  @AutoClose
  private final Edge edge =
      new Edge(new OriginRedirect(URI.create("https://origin.example/tidemark/")));

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/sync?mode=full", "/a%2Fb%20c+d?e=%26+&f", "//evil.example/x", "/a?"})
  void anyTarget_isSentToTheOriginAsItIs(String target) throws IOException {
    String answer = edge.get(target);

    assertThat(answer)
        .startsWith("HTTP/1.1 307 ")
        .contains("\r\nLocation: https://origin.example/tidemark" + target + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
  void anyMethod_isRedirected(String method) throws IOException {
    assertThat(edge.raw(method + " /sync HTTP/1.1", "", "Content-Length: 0"))
        .startsWith("HTTP/1.1 307 ")
        .contains("\r\nLocation: https://origin.example/tidemark/sync\r\n");
  }

  @Test
  void absoluteForm_cannotChangeTheHost() throws IOException {
    assertThat(edge.raw("GET http://edge.example/a?b HTTP/1.1", ""))
        .contains("\r\nLocation: https://origin.example/tidemark/a?b\r\n");
  }

  @Test
  void whatIsHere_isAnsweredHere() throws IOException {
    assertThat(edge.get("/here")).startsWith("HTTP/1.1 200 ").endsWith("the edge");
  }
}
