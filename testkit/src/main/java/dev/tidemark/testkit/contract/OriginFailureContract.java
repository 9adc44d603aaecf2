package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.OriginUnavailableException;
import dev.tidemark.core.OriginUnavailableException.Arrival;
import dev.tidemark.core.origin.spi.OriginAnswer;
import dev.tidemark.testkit.net.FreePort;
import dev.tidemark.testkit.origin.RawOrigin;
import dev.tidemark.testkit.origin.Visit;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Origins that are away, silent, or die. */
@Timeout(60)
public interface OriginFailureContract extends OriginFixture {

  /** Enough for a client that has to get warm first, where it is to get through. */
  Duration SHORT = Duration.ofSeconds(2);

  @Test
  default void forward_nobodyListens_isUnsentAndTheBodyUnread() {
    Repeated content = new Repeated(10);
    URI nobody = URI.create("http://127.0.0.1:" + FreePort.find());

    OriginUnavailableException failure =
        failure(() -> newOrigin(nobody).forward(OriginFixture.post(content, OptionalLong.of(10))));

    assertThat(failure.arrival()).isEqualTo(Arrival.NOT_SENT);
    assertThat(failure.timedOut()).isFalse();
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.code()).isEqualTo("ORIGIN_UNAVAILABLE");
    assertThat(failure)
        .hasMessageContainingAll(
            "POST /rows", nobody.toString(), "nothing of the request was sent");
    assertThat(content.read).hasValue(0);
  }

  @Test
  default void forward_hostUnknown_isUnsent() {
    OriginUnavailableException failure =
        failure(
            () ->
                newOrigin(URI.create("http://nowhere.invalid"))
                    .forward(OriginFixture.get("/a?secret")));

    assertThat(failure.arrival()).isEqualTo(Arrival.NOT_SENT);
    assertThat(failure).hasMessageContaining("GET /a:").hasMessageNotContaining("secret");
  }

  @Test
  default void forward_noHead_timesOut() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (RawOrigin server =
        new RawOrigin(
            visit -> {
              try {
                visit.readBody();
                visit.awaitGone();
              } finally {
                gone.countDown();
              }
            })) {
      OriginUnavailableException failure =
          failure(
              () ->
                  newOrigin(server.base(), SHORT)
                      .forward(OriginFixture.post(new Repeated(10), OptionalLong.of(10))));

      assertThat(failure.timedOut()).isTrue();
      assertThat(failure.arrival()).isEqualTo(Arrival.UNKNOWN);
      assertThat(failure).hasMessageContainingAll("within 2 s", "may have arrived");
      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Twice would be once too often. */
  @Test
  default void forward_post_diesWithoutAnAnswer_isNotTriedAgain() throws Exception {
    try (RawOrigin server =
        new RawOrigin(
            visit -> {
              visit.readBody();
              visit.reset();
            })) {
      OriginUnavailableException failure =
          failure(
              () ->
                  newOrigin(server.base())
                      .forward(OriginFixture.post(new Repeated(10), OptionalLong.of(10))));

      assertThat(failure.timedOut()).isFalse();
      assertThat(failure.arrival()).isEqualTo(Arrival.UNKNOWN);
      assertThat(server.visits()).extracting(Visit::body).containsExactly("x".repeat(10));
    }
  }

  @Test
  default void forward_noHttp_isUnavailable() throws Exception {
    try (RawOrigin server = RawOrigin.answering("220 smtp.example ready\r\n\r\n")) {
      assertThat(failure(() -> newOrigin(server.base()).forward(OriginFixture.get("/"))))
          .hasMessageContaining("does not speak HTTP");
    }
  }

  @Test
  default void answer_breaksOff_givesWhatCameAndThenFails() throws Exception {
    for (String head :
        new String[] {"Content-Length: 100\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\n"}) {
      try (RawOrigin server = RawOrigin.answering("HTTP/1.1 200 OK\r\n" + head + "first");
          OriginAnswer answer = newOrigin(server.base()).forward(OriginFixture.get("/a"))) {
        byte[] piece = new byte[100];
        int count = 0;
        while (count < 5) {
          count += answer.body().read(piece, count, 100 - count);
        }

        OriginUnavailableException failure = failure(() -> answer.body().read(piece, 5, 95));
        assertThat(failure.timedOut()).isFalse();
        assertThat(failure).hasMessageContainingAll("GET /a", "breaks off after 5 bytes");
      }
    }
  }

  @Test
  default void answer_stalls_timesOut() throws Exception {
    try (RawOrigin server =
            new RawOrigin(
                visit -> {
                  visit.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
                  visit.awaitGone();
                });
        OriginAnswer answer = newOrigin(server.base(), SHORT).forward(OriginFixture.get("/"))) {
      OriginUnavailableException failure = failure(() -> answer.body().read(new byte[10], 0, 10));

      assertThat(failure.timedOut()).isTrue();
      assertThat(failure).hasMessageContaining("nothing came for 2 s");
    }
  }

  @Test
  default void forward_onAnInterruptedThread_isCancelledAndStaysInterrupted() throws Exception {
    try (RawOrigin server = new RawOrigin(Visit::awaitGone)) {
      Thread.currentThread().interrupt();
      try {
        assertThatThrownBy(() -> newOrigin(server.base()).forward(OriginFixture.get("/a")))
            .isInstanceOf(CancelledException.class)
            .hasMessageContaining("GET /a");
        assertThat(Thread.currentThread().isInterrupted()).as("still interrupted").isTrue();
      } finally {
        Thread.interrupted();
      }
    }
  }

  @Test
  default void probe_noAnswerInTime_timesOut() throws Exception {
    try (RawOrigin server = new RawOrigin(Visit::awaitGone)) {
      OriginUnavailableException failure =
          failure(() -> newOrigin(server.base()).probe(Duration.ofMillis(300)));

      assertThat(failure.timedOut()).isTrue();
      assertThat(failure).hasMessageContainingAll("GET /healthz", "300 ms");
    }
  }

  @Test
  default void probe_nobodyListens_isUnavailable() {
    URI nobody = URI.create("http://127.0.0.1:" + FreePort.find());

    assertThat(failure(() -> newOrigin(nobody).probe(Duration.ofSeconds(20))))
        .hasMessageContaining("GET /healthz");
  }

  private static OriginUnavailableException failure(ThrowingCallable what) {
    return catchThrowableOfType(OriginUnavailableException.class, what);
  }
}
