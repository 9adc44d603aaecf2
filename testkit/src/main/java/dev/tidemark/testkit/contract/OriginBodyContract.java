package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.OriginUnavailableException;
import dev.tidemark.core.origin.spi.Content;
import dev.tidemark.core.origin.spi.OriginAnswer;
import dev.tidemark.testkit.origin.RawOrigin;
import dev.tidemark.testkit.origin.Visit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies: they stream, and what is not taken is not read. */
public interface OriginBodyContract extends OriginFixture {

  /** Far more than all buffers on the way. */
  long LARGE = 200_000_000;

  /** What buffers of the system and of the adapter may hold. */
  long BUFFERED = 40_000_000;

  @Test
  default void body_ofKnownLength_arrivesWithIt() throws Exception {
    Repeated content = new Repeated(100_000);

    Visit visit = visit(content, OptionalLong.of(100_000));

    assertThat(visit.header("Content-Length")).containsExactly("100000");
    assertThat(visit.body()).isEqualTo("x".repeat(100_000));
    assertThat(content.closed).as("it belongs to the caller").isFalse();
  }

  @Test
  default void body_ofUnknownLength_arrivesInChunks() throws Exception {
    Visit visit = visit(new Repeated(100_000), OptionalLong.empty());

    assertThat(visit.header("Transfer-Encoding")).containsExactly("chunked");
    assertThat(visit.body()).isEqualTo("x".repeat(100_000));
  }

  @Test
  default void body_empty_arrivesAsSuch() throws Exception {
    assertThat(visit(new Repeated(0), OptionalLong.of(0)).header("Content-Length"))
        .containsExactly("0");
    assertThat(visit(new Repeated(0), OptionalLong.empty()).body()).isEmpty();
  }

  private Visit visit(Content content, OptionalLong length) throws Exception {
    try (RawOrigin server = RawOrigin.answering(OriginForwardContract.OK)) {
      newOrigin(server.base()).forward(OriginFixture.post(content, length)).close();
      return server.visits().get(0);
    }
  }

  @Test
  default void body_readFails_isPassedOnAndTheRequestBrokenOff() throws Exception {
    IllegalStateException gone = new IllegalStateException("the client went away");
    CountDownLatch broken = new CountDownLatch(1);
    try (RawOrigin server =
        new RawOrigin(
            visit -> {
              visit.awaitGone();
              broken.countDown();
            })) {
      assertThatThrownBy(
              () ->
                  newOrigin(server.base())
                      .forward(OriginFixture.post(new Failing(gone), OptionalLong.of(1_000_000))))
          .isSameAs(gone);
      assertThat(broken.await(20, TimeUnit.SECONDS)).as("broken off").isTrue();
    }
  }

  /** Gives a little, and then this failure. */
  final class Failing implements Content {

    private final AtomicLong reads = new AtomicLong();
    private final RuntimeException failure;

    Failing(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (reads.getAndIncrement() > 0) {
        throw failure;
      }
      return Math.min(10, length);
    }

    @Override
    public void close() {}
  }

  /** An adapter may send the rest all the same, as long as the origin takes it. */
  @Test
  default void body_answeredBeforeItsEnd_givesTheAnswer() throws Exception {
    Repeated content = new Repeated(10_000_000);
    try (RawOrigin server =
        new RawOrigin(
            visit -> {
              visit.answer(413, "too large");
              visit.awaitGone();
            })) {
      OriginAnswer answer =
          newOrigin(server.base())
              .forward(OriginFixture.post(content, OptionalLong.of(10_000_000)));

      assertThat(answer.status()).isEqualTo(413);
      assertThat(OriginFixture.text(answer)).isEqualTo("too large");
    }
  }

  @Test
  default void body_nobodyTakesIt_isNotReadAndGivenUpInTime() throws Exception {
    Repeated content = new Repeated(LARGE);
    CountDownLatch end = new CountDownLatch(1);
    try (RawOrigin server = new RawOrigin(visit -> end.await())) {
      assertThatThrownBy(
              () ->
                  newOrigin(server.base(), Duration.ofMillis(300))
                      .forward(OriginFixture.post(content, OptionalLong.of(LARGE))))
          .isInstanceOf(OriginUnavailableException.class)
          .hasMessageContainingAll("POST /rows", "took nothing of the body for 300 ms");
      assertThat(content.read).hasValueBetween(1, BUFFERED);
    } finally {
      end.countDown();
    }
  }

  @Test
  default void answer_nobodyReadsIt_holdsTheOriginBack() throws Exception {
    AtomicLong sent = new AtomicLong();
    CountDownLatch gone = new CountDownLatch(1);
    try (RawOrigin server = new RawOrigin(visit -> sendForEver(visit, sent, gone))) {
      OriginAnswer answer = newOrigin(server.base()).forward(OriginFixture.get("/"));
      assertThat(gone.await(500, TimeUnit.MILLISECONDS)).as("sent all of it").isFalse();
      assertThat(sent).hasValueBetween(1, BUFFERED);

      answer.close();
      assertThat(gone.await(20, TimeUnit.SECONDS)).as("the connection is dropped").isTrue();
      assertThat(sent).hasValueLessThan(BUFFERED);
    }
  }

  private static void sendForEver(Visit visit, AtomicLong sent, CountDownLatch gone)
      throws Exception {
    byte[] piece = new byte[100_000];
    try {
      visit.send("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(LARGE));
      while (sent.addAndGet(piece.length) <= LARGE) {
        visit.send(piece);
      }
    } finally {
      gone.countDown();
    }
  }

  /** What has come can be read before the rest comes. */
  @Test
  default void answer_inPieces_isReadAsItComes() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (RawOrigin server =
            new RawOrigin(
                visit -> {
                  visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
                  read.await();
                  visit.send("4\r\nlast\r\n0\r\n\r\n");
                });
        OriginAnswer answer = newOrigin(server.base()).forward(OriginFixture.get("/"))) {
      byte[] piece = new byte[100];
      assertThat(answer.body().read(piece, 0, 100)).isEqualTo(5);
      read.countDown();

      assertThat(answer.body().read(piece, 5, 95)).isEqualTo(4);
      assertThat(piece).startsWith("firstlast".getBytes(StandardCharsets.UTF_8));
      assertThat(answer.body().read(piece, 0, 100)).isEqualTo(-1);
      assertThat(answer.body().read(piece, 0, 100)).isEqualTo(-1);
      assertThat(answer.headers())
          .extracting(each -> each.name().toLowerCase())
          .doesNotContain("transfer-encoding");
    }
  }
}
