package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.core.OriginLoopException;
import dev.tidemark.core.origin.spi.Header;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.core.origin.spi.OriginAnswer;
import dev.tidemark.core.origin.spi.OriginRequest;
import dev.tidemark.testkit.origin.RawOrigin;
import dev.tidemark.testkit.origin.Visit;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Heads: what arrives at the origin, and what comes back. */
public interface OriginForwardContract extends OriginFixture {

  String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";

  @Test
  default void forward_target_arrivesByteForByte() throws Exception {
    for (String target :
        List.of(
            "/",
            "//",
            "//evil.example/x",
            "/a/../../b/./c",
            "/a%2Fb%2e%2E/%41%7e",
            "/@evil.example:1/",
            "/a+b;v=1?q=a+b%20c&d=%26&e=?/",
            "/a?http://evil.example/")) {
      assertThat(lineOf("GET", target)).isEqualTo("GET " + target + " HTTP/1.1");
    }
  }

  @Test
  default void forward_method_arrives() throws Exception {
    for (String method : List.of("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND")) {
      assertThat(lineOf(method, "/a")).isEqualTo(method + " /a HTTP/1.1");
    }
  }

  private String lineOf(String method, String target) throws Exception {
    try (RawOrigin server = RawOrigin.answering(OK)) {
      OriginRequest request =
          new OriginRequest(method, target, List.of(), Optional.empty(), SENDER);
      newOrigin(server.base()).forward(request).close();
      return server.visits().get(0).line();
    }
  }

  @Test
  default void forward_belowABase_appendsTheTarget() throws Exception {
    try (RawOrigin server = RawOrigin.answering(OK)) {
      Origin origin = newOrigin(URI.create(server.base() + "/tide/mark/"));

      origin.forward(OriginFixture.get("/a?b")).close();
      origin.probe(Duration.ofSeconds(20));

      assertThat(server.visits())
          .extracting(Visit::line)
          .containsExactly("GET /tide/mark/a?b HTTP/1.1", "GET /tide/mark/healthz HTTP/1.1");
    }
  }

  @Test
  default void forward_targetThatIsNone_isRefusedUnsent() throws Exception {
    try (RawOrigin server = RawOrigin.answering(OK)) {
      Origin origin = newOrigin(server.base());

      for (String target : List.of("/%zz", "/a b", "/a\r\nX: y")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> origin.forward(OriginFixture.get(target)));
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OriginFixture.get("http://evil.example/"))
          .withMessageContaining("expected a path");
      assertThat(server.visits()).isEmpty();
    }
  }

  @Test
  default void forward_headers_thoseForBothEndsArrive() throws Exception {
    Visit visit =
        visit(
            new Header("Accept", "text/html"),
            new Header("Cookie", "a=1"),
            new Header("accept", "text/plain"),
            new Header("Authorization", "Bearer t"),
            new Header("Accept-Encoding", "br"),
            new Header("User-Agent", "me/1"),
            new Header("X-Empty", ""));

    assertThat(visit.header("Accept")).containsExactly("text/html", "text/plain");
    assertThat(visit.header("Cookie")).containsExactly("a=1");
    assertThat(visit.header("Authorization")).containsExactly("Bearer t");
    assertThat(visit.header("Accept-Encoding")).containsExactly("br");
    assertThat(visit.header("User-Agent")).containsExactly("me/1");
    assertThat(visit.header("X-Empty")).containsExactly("");
  }

  @Test
  default void forward_headersOfOneConnection_doNotArrive() throws Exception {
    Visit visit =
        visit(
            new Header("Connection", "close, X-Mine"),
            new Header("X-Mine", "1"),
            new Header("Keep-Alive", "timeout=5"),
            new Header("Proxy-Authorization", "Basic eA=="),
            new Header("Proxy-Connection", "keep-alive"),
            new Header("TE", "trailers"),
            new Header("Trailer", "X-End"),
            new Header("Upgrade", "websocket"),
            new Header("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA"),
            new Header("Expect", "100-continue"),
            new Header("Host", "edge.example"));

    assertThat(visit.headerNames())
        .doesNotContain(
            "x-mine",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect");
    assertThat(visit.header("Host")).singleElement().asString().startsWith("127.0.0.1:");
  }

  @Test
  default void forward_whoAsked_isToldByTheEdgeAlone() throws Exception {
    Visit visit =
        visit(
            new Header("X-Forwarded-For", "203.0.113.9"),
            new Header("x-forwarded-proto", "gopher"),
            new Header("X-Forwarded-Host", "evil.example"),
            new Header("X-Forwarded-Port", "1"),
            new Header("X-Real-IP", "203.0.113.9"),
            new Header("Forwarded", "for=203.0.113.9"),
            new Header("X_Forwarded_For", "203.0.113.9"),
            new Header("X-Forwarded_Host", "evil.example"),
            new Header("True-Client-IP", "203.0.113.9"),
            new Header("CF-Connecting-IP", "203.0.113.9"),
            new Header("X-Original-URL", "/admin"),
            new Header("X-Rewrite-URL", "/admin"),
            new Header("X-Original-Host", "evil.example"),
            new Header("api_key", "mine"));

    assertThat(visit.header("X-Forwarded-For")).containsExactly("192.0.2.7");
    assertThat(visit.header("X-Forwarded-Proto")).containsExactly("https");
    assertThat(visit.header("X-Forwarded-Host")).containsExactly("edge.example:8443");
    assertThat(visit.headerNames())
        .contains("api_key")
        .doesNotContain(
            "x-forwarded-port",
            "x-real-ip",
            "forwarded",
            "x_forwarded_for",
            "x-forwarded_host",
            "true-client-ip",
            "cf-connecting-ip",
            "x-original-url",
            "x-rewrite-url",
            "x-original-host");
  }

  @Test
  default void forward_requestThatWasHereBefore_isNotSentAgain() throws Exception {
    try (RawOrigin server = RawOrigin.answering(OK)) {
      Origin origin = newOrigin(server.base());
      origin.forward(OriginFixture.get("/")).close();
      Visit first = server.visits().get(0);
      Header[] via =
          first.header("Via").stream().map(each -> new Header("via", each)).toArray(Header[]::new);

      assertThatExceptionOfType(OriginLoopException.class)
          .isThrownBy(() -> origin.forward(OriginFixture.get("/", via)));
      newOrigin(server.base()).forward(OriginFixture.get("/", via)).close();
      assertThat(server.visits()).hasSize(2);
    }
  }

  private Visit visit(Header... headers) throws Exception {
    try (RawOrigin server = RawOrigin.answering(OK)) {
      newOrigin(server.base()).forward(OriginFixture.get("/", headers)).close();
      return server.visits().get(0);
    }
  }

  @Test
  default void answer_headers_thoseForBothEndsComeBack() throws Exception {
    String head =
        """
        HTTP/1.1 200 OK\r
        Connection: close, X-Mine\r
        X-Mine: 1\r
        Keep-Alive: timeout=5\r
        Proxy-Authenticate: Basic\r
        Trailer: X-End\r
        Upgrade: h2c\r
        Set-Cookie: b=2\r
        Set-Cookie: a=1\r
        ETag: "x"\r
        Content-Length: 2\r
        \r
        ok""";
    try (RawOrigin server = RawOrigin.answering(head);
        OriginAnswer answer = newOrigin(server.base()).forward(OriginFixture.get("/"))) {
      assertThat(answer.headers())
          .extracting(each -> each.name().toLowerCase() + "=" + each.value())
          .containsExactlyInAnyOrder(
              "set-cookie=b=2", "set-cookie=a=1", "etag=\"x\"", "content-length=2")
          .containsSubsequence("set-cookie=b=2", "set-cookie=a=1");
    }
  }

  @Test
  default void answer_ofWhateverStatus_comesBack() throws Exception {
    for (int status : List.of(201, 301, 302, 307, 304, 400, 401, 407, 404, 429, 500, 503)) {
      String head =
          "HTTP/1.1 %d X\r\nLocation: /other\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
              .formatted(status);
      try (RawOrigin server = RawOrigin.answering(head);
          OriginAnswer answer = newOrigin(server.base()).forward(OriginFixture.get("/"))) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers())
            .anyMatch(each -> each.name().equalsIgnoreCase("Location"))
            .as("a redirect is not followed");
        assertThat(server.visits()).hasSize(1);
      }
    }
  }

  @Test
  default void probe_givesTheStatus() throws Exception {
    for (int status : List.of(200, 302, 404, 500, 503)) {
      try (RawOrigin server = new RawOrigin(visit -> visit.answer(status, "{}"))) {
        assertThat(newOrigin(server.base()).probe(Duration.ofSeconds(20))).isEqualTo(status);
        assertThat(server.visits())
            .extracting(Visit::line)
            .containsExactly("GET /healthz HTTP/1.1");
      }
    }
  }
}
