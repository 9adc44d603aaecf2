package dev.tidemark.app.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.testkit.contract.OriginFixture.Repeated;
import dev.tidemark.testkit.net.FreePort;
import dev.tidemark.testkit.origin.RawOrigin;
import dev.tidemark.testkit.origin.Visit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginProxyTest {

  private static final String OK =
      "HTTP/1.1 201 Made\r\nConnection: close\r\nX-One: 1\r\nX-One: 2\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void whatIsHere_isAnsweredHere() throws Exception {
    try (RawOrigin origin = RawOrigin.answering(OK);
        Edge edge = Edge.before(origin.base())) {
      assertThat(edge.get("/here")).startsWith("HTTP/1.1 200 ").endsWith("the edge");
      assertThat(origin.visits()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a/b?c=d",
        "//evil.example/x",
        "/a%2Fb%2e%2e/%41%7e",
        "/a+b;v=1?q=a+b%20c&d=%26&e=?/",
        "/a/b/%2e%2e/c",
      })
  void target_arrivesByteForByte(String target) throws Exception {
    try (RawOrigin origin = RawOrigin.answering(OK);
        Edge edge = Edge.before(origin.base())) {
      assertThat(edge.get(target)).startsWith("HTTP/1.1 201 ");
      assertThat(origin.visits().get(0).line()).isEqualTo("GET " + target + " HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://evil.example/a?b", "http://evil.example", "/../../etc/passwd", "*"})
  void target_ofAnotherForm_staysAtTheOrigin(String target) throws Exception {
    try (RawOrigin origin = RawOrigin.answering(OK);
        Edge edge = Edge.before(origin.base())) {
      assertThat(edge.get(target)).matches("(?s)HTTP/1.1 (201|400) .*");
      assertThat(origin.visits())
          .allSatisfy(visit -> assertThat(visit.line()).startsWith("GET /"))
          .allSatisfy(
              visit ->
                  assertThat(visit.header("Host")).containsExactly(origin.base().getAuthority()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  void body_arrivesWithItsHead(String method) throws Exception {
    try (RawOrigin origin = RawOrigin.answering(OK);
        Edge edge = Edge.before(origin.base())) {
      String answer =
          edge.raw(
              method + " /a HTTP/1.1",
              "hello",
              "Content-Length: 5",
              "Content-Type: text/x",
              "X-Sync-Token: t",
              "X-Forwarded-For: 203.0.113.9");

      assertThat(answer)
          .startsWith("HTTP/1.1 201 ")
          .containsIgnoringCase("\r\nX-One: 1\r\nX-One: 2\r\n")
          .doesNotContainIgnoringCase("\r\nCache-Control:", "\r\nContent-Type:")
          .endsWith("\r\n\r\nok");
      Visit visit = origin.visits().get(0);
      assertThat(visit.body()).isEqualTo("hello");
      assertThat(visit.header("Content-Length")).containsExactly("5");
      assertThat(visit.header("Content-Type")).containsExactly("text/x");
      assertThat(visit.header("X-Sync-Token")).containsExactly("t");
      assertThat(visit.header("X-Forwarded-For")).containsExactly("127.0.0.1");
      assertThat(visit.header("X-Forwarded-Proto")).containsExactly("http");
      assertThat(visit.header("X-Forwarded-Host")).containsExactly("edge.example");
      assertThat(visit.header("Transfer-Encoding")).isEmpty();
    }
  }

  @Test
  void request_thatCameBack_isALoop() throws Exception {
    try (RawOrigin origin = RawOrigin.answering(OK);
        Edge edge = Edge.before(origin.base())) {
      edge.get("/a", "Via: 1.0 fred");
      List<String> via = origin.visits().get(0).header("Via");

      assertThat(via).hasSize(2).contains("1.0 fred");
      assertThat(edge.get("/a", "Via: " + String.join(", ", via)))
          .startsWith("HTTP/1.1 508 ")
          .contains("\"code\":\"ORIGIN_LOOP\",\"arrival\":\"NOT_SENT\"");
      assertThat(origin.visits()).hasSize(1);
    }
  }

  @Test
  void body_inChunks_arrivesInChunks() throws Exception {
    try (RawOrigin origin = RawOrigin.answering(OK);
        Edge edge = Edge.before(origin.base())) {
      edge.raw("POST /a HTTP/1.1", "5\r\nhello\r\n0\r\n\r\n", "Transfer-Encoding: chunked");

      Visit visit = origin.visits().get(0);
      assertThat(visit.body()).isEqualTo("hello");
      assertThat(visit.header("Transfer-Encoding")).containsExactly("chunked");
    }
  }

  @Test
  void body_none_arrivesAsNone() throws Exception {
    try (RawOrigin origin = RawOrigin.answering(OK);
        Edge edge = Edge.before(origin.base())) {
      edge.get("/a");

      assertThat(origin.visits().get(0).header("Transfer-Encoding")).isEmpty();
      assertThat(origin.visits().get(0).body()).isEmpty();
    }
  }

  /** The client is told to go on only when the origin can take what it sends. */
  @Test
  void body_expectedToBeAskedFor_isAskedForAndArrives() throws Exception {
    try (RawOrigin origin = RawOrigin.answering(OK);
        Edge edge = Edge.before(origin.base());
        Socket client = edge.open()) {
      send(
          client,
          "POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n"
              + "Expect: 100-continue\r\n\r\n");
      byte[] goOn = client.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      send(client, "hello");

      assertThat(new String(goOn, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 ");
      assertThat(Edge.readAll(client)).startsWith("HTTP/1.1 201 ");
      assertThat(origin.visits().get(0).body()).isEqualTo("hello");
      assertThat(origin.visits().get(0).header("Expect")).isEmpty();
    }
  }

  @Test
  @Tag("proof")
  void body_large_passesAPieceAtATime() throws Exception {
    long size = 50_000_000;
    try (RawOrigin origin =
            new RawOrigin(
                visit -> {
                  visit.countBody();
                  visit.send(
                      "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                          .formatted(size));
                  for (int i = 0; i < 50; i++) {
                    visit.send(new byte[1_000_000]);
                  }
                });
        Edge edge = Edge.before(origin.base());
        Socket client = edge.open()) {
      send(
          client,
          "POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(size));
      pump(new Repeated(size), client.getOutputStream());

      assertThat(count(client.getInputStream())).isGreaterThan(size);
      assertThat(origin.visits().get(0).received()).isEqualTo(size);
    }
  }

  private static void pump(Repeated from, OutputStream to) throws IOException {
    byte[] piece = new byte[64 * 1024];
    int count = from.read(piece, 0, piece.length);
    while (count > 0) {
      to.write(piece, 0, count);
      count = from.read(piece, 0, piece.length);
    }
  }

  private static long count(InputStream from) throws IOException {
    return from.transferTo(OutputStream.nullOutputStream());
  }

  @Test
  void answer_toHead_keepsItsLength() throws Exception {
    try (RawOrigin origin =
            RawOrigin.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\nConnection: close\r\n\r\n");
        Edge edge = Edge.before(origin.base())) {
      assertThat(edge.raw("HEAD /a HTTP/1.1", ""))
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("\r\nContent-Length: 1234\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 301, 304, 404, 429, 500})
  void answer_ofWhateverStatus_isHandedBack(int status) throws Exception {
    String head =
        "HTTP/1.1 %d X\r\nLocation: http://origin/x\r\nConnection: close\r\n%s\r\n"
            .formatted(status, status == 204 ? "" : "Content-Length: 0\r\n");
    try (RawOrigin origin = RawOrigin.answering(head);
        Edge edge = Edge.before(origin.base())) {
      assertThat(edge.get("/a"))
          .startsWith("HTTP/1.1 " + status + " ")
          .containsIgnoringCase("\r\nLocation: http://origin/x\r\n");
    }
  }

  @Test
  void answer_head_isTheOriginsAlone() throws Exception {
    String head =
        """
        HTTP/1.1 200 OK\r
        Content-Type: text/html\r
        Cache-Control: max-age=60\r
        Date: Mon, 01 Jan 2024 00:00:00 GMT\r
        Set-Cookie: a=1\r
        Set-Cookie: b=2\r
        Content-Length: 0\r
        Connection: close\r
        \r
        """;
    try (RawOrigin origin = RawOrigin.answering(head);
        Edge edge = Edge.before(origin.base())) {
      assertThat(edge.get("/a").toLowerCase(Locale.ROOT).split("\r\n"))
          .containsExactlyInAnyOrder(
              "http/1.1 200 ok",
              "content-type: text/html",
              "cache-control: max-age=60",
              "date: mon, 01 jan 2024 00:00:00 gmt",
              "set-cookie: a=1",
              "set-cookie: b=2",
              "content-length: 0",
              "connection: close");
    }
  }

  @Test
  void answer_inPieces_isNotHeldBack() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                visit -> {
                  visit.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfirst");
                  seen.await();
                  visit.send("last");
                });
        Edge edge = Edge.before(origin.base());
        Socket client = edge.open()) {
      send(client, "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      readUntil(client, "first");
      seen.countDown();

      assertThat(Edge.readAll(client)).isEqualTo("last");
    }
  }

  /** Whoever asked must not take a part for the whole. */
  @Test
  void answer_breaksOff_isBrokenOffToo() throws Exception {
    try (RawOrigin origin =
            RawOrigin.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst");
        Edge edge = Edge.before(origin.base());
        Socket client = edge.open()) {
      send(client, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(Edge.readAll(client))
          .startsWith("HTTP/1.1 200 ")
          .contains("first")
          .doesNotContain("\r\n0\r\n");
    }
  }

  @Test
  void clientGoesAway_theRequestIsBrokenOff() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                visit -> {
                  visit.awaitGone();
                  gone.countDown();
                });
        Edge edge = Edge.before(origin.base())) {
      try (Socket client = edge.open()) {
        send(client, "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello");
      }

      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void origin_away_isAProblemThatTellsNothingOfTheInside() throws Exception {
    try (Edge edge = Edge.before(URI.create("http://127.0.0.1:" + FreePort.find()))) {
      String answer = edge.raw("POST /sync?a HTTP/1.1", "hello", "Content-Length: 5");

      assertThat(answer)
          .startsWith("HTTP/1.1 502 ")
          .contains("\r\nContent-Type: application/problem+json", "Cache-Control: no-store")
          .contains(
              "{\"type\":\"about:blank\",\"title\":\"Bad Gateway\",\"status\":502,\"detail\":\"the"
                  + " origin cannot be reached; nothing of the request was sent there, try again"
                  + " later\",\"code\":\"ORIGIN_UNAVAILABLE\",\"arrival\":\"NOT_SENT\"}")
          .doesNotContain("127.0.0.1");
    }
  }

  @Test
  void origin_diesWithoutAnAnswer_mayHaveActed() throws Exception {
    try (RawOrigin origin = new RawOrigin(Visit::reset);
        Edge edge = Edge.before(origin.base())) {
      assertThat(edge.raw("POST /sync HTTP/1.1", "hello", "Content-Length: 5"))
          .startsWith("HTTP/1.1 502 ")
          .contains("\"arrival\":\"UNKNOWN\"");
      assertThat(origin.visits()).hasSize(1);
    }
  }

  @Test
  void origin_silent_isATimeout() throws Exception {
    try (RawOrigin origin = new RawOrigin(Visit::awaitGone);
        Edge edge =
            new Edge(
                new OriginProxy(
                    Edge.origin(origin.base(), Duration.ofSeconds(2), Duration.ofMillis(300))))) {
      assertThat(edge.get("/a"))
          .startsWith("HTTP/1.1 504 ")
          .contains("\"title\":\"Gateway Timeout\"", "\"arrival\":\"UNKNOWN\"");
    }
  }

  @Test
  void whatCannotBeWritten_isRefusedUnsent() throws Exception {
    try (RawOrigin origin = RawOrigin.answering(OK);
        Edge edge = Edge.before(origin.base())) {
      for (String header : List.of("X-Name: Zo\u00eb")) {
        assertThat(edge.get("/a", header))
            .startsWith("HTTP/1.1 400 ")
            .contains("application/problem+json", "\"code\":\"UNFIT_REQUEST\"");
      }
      assertThat(edge.get("/a|b")).startsWith("HTTP/1.1 400 ");
      assertThat(origin.visits()).isEmpty();
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static void readUntil(Socket socket, String end) throws IOException {
    StringBuilder all = new StringBuilder();
    while (all.indexOf(end) < 0) {
      all.append((char) socket.getInputStream().read());
    }
  }
}
