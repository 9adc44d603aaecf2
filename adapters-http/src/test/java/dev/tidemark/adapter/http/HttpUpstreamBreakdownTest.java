package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.adapter.http.HttpUpstreamConfig.Timeouts;
import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.testkit.net.FreePort;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks and servers that break. */
@Timeout(60)
final class HttpUpstreamBreakdownTest {

  private static final String CHUNKED = RawServer.OK + "Transfer-Encoding: chunked\r\n\r\n";

  private final Collected sink = new Collected();

  /** Long enough for a busy machine; a test about a timeout shortens that one. */
  private Duration connect = Duration.ofSeconds(5);

  private Duration header = Duration.ofSeconds(10);

  private Duration idle = Duration.ofSeconds(10);

  // No answer at all

  @Test
  void fetch_nobodyListens_isUnavailable() {
    int port = FreePort.find();

    assertThat(failure(UpstreamUnavailableException.class, "http://127.0.0.1:" + port))
        .hasMessage(
            "read org from http://127.0.0.1:%d/org: no answer from 127.0.0.1:%d: it refuses the"
                + " connection, or cannot be reached",
            port, port);
  }

  @Test
  void fetch_unknownHost_isUnavailable() {
    assertThat(failure(UpstreamUnavailableException.class, "http://nowhere.invalid:8080/api"))
        .hasMessage(
            "read org from http://nowhere.invalid:8080/api/org: no answer from"
                + " nowhere.invalid:8080: no host of that name is known");
  }

  @Test
  void fetch_tlsToAPlainServer_isUnavailable() throws IOException {
    try (RawServer server = RawServer.answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      String base = server.base().toString().replace("http:", "https:");

      assertThat(failure(UpstreamUnavailableException.class, base))
          .hasMessageContaining("no answer from 127.0.0.1:")
          .hasMessageContaining("no secure connection: ");
    }
  }

  @Test
  void fetch_serverThatSpeaksNoHttp_isABadAnswer() throws IOException {
    try (RawServer server = RawServer.answering("SSH-2.0-OpenSSH_9.2\r\n\r\n")) {
      BadAnswerException failure = failure(BadAnswerException.class, server.base().toString());

      assertThat(failure.retryable()).isFalse();
      assertThat(failure)
          .hasMessageContaining("does not speak HTTP; check the base URL")
          .hasMessageContaining(server.base().getAuthority());
    }
  }

  @Test
  void fetch_connectionClosedWithoutAnAnswer_isUnavailable() throws IOException {
    try (RawServer server = RawServer.answering("")) {
      assertThat(failure(UpstreamUnavailableException.class, server.base().toString()))
          .hasMessageEndingWith(": it closed the connection without a word");
    }
  }

  @Test
  void fetch_headThatNeverComes_isUnavailableAndDropsTheConnection() throws Exception {
    connect = Duration.ofSeconds(2);
    header = Duration.ofMillis(500);
    CountDownLatch dropped = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 200 OK\r\n");
              connection.awaitGone();
              dropped.countDown();
            })) {
      assertThat(failure(UpstreamUnavailableException.class, server.base().toString()))
          .hasMessageEndingWith(
              "/api/org: %s took the request and did not begin to answer within 500 ms; try again"
                  + " later",
              server.base().getAuthority());
      assertThat(dropped.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  // An answer that breaks off

  @Test
  void fetch_silenceInTheBody_isUnavailableAndDropsTheConnection() throws Exception {
    idle = Duration.ofSeconds(2);
    CountDownLatch dropped = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.send(
                  RawServer.OK + "Content-Length: 100\r\n\r\n{\"data\":[{\"id\":1},{\"id\":2}");
              connection.awaitGone();
              dropped.countDown();
            })) {
      assertThat(failure(UpstreamUnavailableException.class, server.base().toString()))
          .hasMessageEndingWith(
              "%s sent nothing for 2 s after 2 rows; try again later",
              server.base().getAuthority());
      assertThat(dropped.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @Tag("proof")
  void fetch_bodyThatTricklesForLongerThanAnyTimeout_isFine() throws IOException {
    connect = Duration.ofSeconds(2);
    header = Duration.ofSeconds(3);
    idle = Duration.ofSeconds(5);
    Semaphore never = new Semaphore(0);
    try (RawServer server =
        new RawServer(
            connection -> {
              String body = "{\"data\":[{\"id\":1}]}";
              connection.send(RawServer.OK + "Content-Length: " + body.length() + "\r\n\r\n");
              for (char each : body.toCharArray()) {
                connection.send(String.valueOf(each));
                never.tryAcquire(300, TimeUnit.MILLISECONDS);
              }
            })) {
      assertThat(fetch(server.base().toString()).rows()).isEqualTo(1);
    }
  }

  @Test
  void fetch_resetInTheBody_isUnavailable() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.send(RawServer.OK + "Content-Length: 100\r\n\r\n{\"data\":[{\"id\":1},");
              seen.await();
              connection.reset();
            })) {
      HttpUpstream upstream = upstream(server.base().toString());
      TidemarkException failure =
          catchThrowableOfType(
              TidemarkException.class,
              () -> upstream.fetch(new Fetch.Everything(Types.ORG), new CountingSink(seen)));

      assertThat(failure)
          .isInstanceOf(UpstreamUnavailableException.class)
          .hasMessageContaining("broke after 1 rows: Connection reset");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RawServer.OK + "Content-Length: 100\r\n\r\n{\"data\":[{\"id\":1}",
        RawServer.OK + "Content-Length: 100\r\n\r\n{\"data\":[{\"id\":1}]}",
        RawServer.OK + "\r\n{\"data\":[{\"id\":1}",
        CHUNKED + "12\r\n{\"data\":[{\"id\":1}]\r\n",
        CHUNKED + "12\r\n{\"data\":[{\"id\":1",
        CHUNKED + "13\r\n{\"data\":[{\"id\":1}]}\r\n",
      })
  void fetch_bodyCutShort_isABadAnswerThatMayBeTriedAgain(String answer) throws IOException {
    try (RawServer server = RawServer.answering(answer)) {
      BadAnswerException failure = failure(BadAnswerException.class, server.base().toString());

      assertThat(failure.retryable()).isTrue();
      assertThat(failure).hasMessageContaining("ends early, after ").hasMessageContaining(" rows;");
    }
  }

  @Test
  void fetch_chunkedToItsEnd_isFine() throws IOException {
    try (RawServer server =
        RawServer.answering(CHUNKED + "7\r\n{\"data\"\r\nc\r\n:[{\"id\":1}]}\r\n0\r\n\r\n")) {
      assertThat(fetch(server.base().toString()).rows()).isEqualTo(1);
    }
  }

  @Test
  void fetch_errorWhoseBodyBreaks_isStillThatError() throws IOException {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 503 Down\r\nContent-Length: 100\r\n\r\n<html>")) {
      assertThat(failure(UpstreamUnavailableException.class, server.base().toString()))
          .hasMessageContaining("the upstream failed (status 503, no content type)");
    }
  }

  @Test
  void fetch_errorWhoseBodyTricklesOn_isThatErrorWithWhatCameInTime() throws Exception {
    header = Duration.ofSeconds(2);
    Semaphore never = new Semaphore(0);
    CountDownLatch dropped = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.send("HTTP/1.1 503 Down\r\nContent-Length: 10000\r\n\r\nso much ");
              try {
                while (!never.tryAcquire(20, TimeUnit.MILLISECONDS)) {
                  connection.send("x");
                }
              } finally {
                dropped.countDown();
              }
            })) {
      assertThat(failure(UpstreamUnavailableException.class, server.base().toString()))
          .hasMessageContaining("the upstream failed (status 503, no content type: \"so much x");
      assertThat(dropped.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void fetch_afterAFailure_worksAgain() throws IOException {
    Semaphore first = new Semaphore(1);
    try (RawServer server =
        new RawServer(
            connection ->
                connection.send(
                    first.tryAcquire()
                        ? RawServer.OK + "Content-Length: 100\r\n\r\n{"
                        : RawServer.sized("{\"data\":[{\"id\":1}]}")))) {
      HttpUpstream upstream = upstream(server.base().toString());
      Fetch orgs = new Fetch.Everything(Types.ORG);

      assertThat(catchThrowableOfType(BadAnswerException.class, () -> upstream.fetch(orgs, sink)))
          .hasMessageContaining("the answer ends early, after 0 rows; try again");
      assertThat(upstream.fetch(orgs, sink).rows()).isEqualTo(1);
    }
  }

  private Fetched fetch(String base) {
    return upstream(base).fetch(new Fetch.Everything(Types.ORG), sink);
  }

  private <E extends TidemarkException> E failure(Class<E> type, String base) {
    E failure = catchThrowableOfType(type, () -> fetch(base));
    assertThat(failure).isNotNull();
    return failure;
  }

  private HttpUpstream upstream(String base) {
    Timeouts timeouts = new Timeouts(connect, header, idle);
    return HttpUpstream.of(
        HttpUpstreamConfig.of(URI.create(base))
            .withMinSpacing(Duration.ZERO)
            .withTimeouts(timeouts),
        Clock.systemUTC());
  }
}
