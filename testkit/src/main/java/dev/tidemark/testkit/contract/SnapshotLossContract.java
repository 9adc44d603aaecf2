package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.SnapshotTransport.Listening;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever breaks, both ends learn it, let go of what they hold, and can begin anew. */
@Timeout(60)
public interface SnapshotLossContract extends SnapshotTransportFixture {

  int LARGE = 5 << 20;

  /** More than a transport takes for one who does not read it yet. */
  int HUGE = 40 << 20;

  @Test
  default void push_toNobody_isUnavailable() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot snapshot = SampleSnapshot.of(1, SampleSnapshot.noise(1, 1_000));

      assertThatThrownBy(
              () ->
                  exchange
                      .place()
                      .sender()
                      .push(exchange.place().nowhere(), snapshot, Exchange.PATIENCE, bytes -> {}))
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining(exchange.place().nowhere().endpoint());
      snapshot.awaitClosed();
      assertThat(exchange.push(snapshot).verdict().code()).isEqualTo(Code.ACCEPTED);
    }
  }

  @Test
  default void push_whenTheConnectionBreaks_isUnavailableAndGoesOnNextTime() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      AtomicBoolean isWhole = new AtomicBoolean(true);
      LongConsumer cutting =
          sent -> {
            if (sent >= LARGE / 2 && isWhole.getAndSet(false)) {
              exchange.place().cut();
            }
          };
      SampleSnapshot snapshot = SampleSnapshot.of(1, SampleSnapshot.noise(1, LARGE));

      assertThatThrownBy(() -> exchange.push(snapshot, cutting))
          .isInstanceOf(TargetUnavailableException.class);
      exchange.awaitNothingOpen();
      assertThat(exchange.inbox().reception().isComplete()).isFalse();

      int kept = LARGE / 2;
      exchange.inbox().keep(Arrays.copyOf(snapshot.bytes(), kept));
      Delivery delivery = exchange.push(snapshot);

      assertThat(delivery.verdict().code()).isEqualTo(Code.ACCEPTED);
      assertThat(exchange.inbox().receptions().get(1).first()).isEqualTo(kept);
      assertThat(exchange.inbox().receptions().get(1).bytes()).isEqualTo(snapshot.bytes());
      exchange.awaitNothingOpen();
    }
  }

  /** It was taken; to push it again is harmless. */
  @Test
  default void push_whenTheVerdictIsLost_isUnavailable() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      exchange
          .inbox()
          .complete(
              so -> {
                exchange.place().cut();
                return Verdict.of(Code.ACCEPTED);
              });

      assertThatThrownBy(() -> exchange.push(SampleSnapshot.of(1, SampleSnapshot.noise(1, 1_000))))
          .isInstanceOf(TargetUnavailableException.class);
      exchange.awaitNothingOpen();
    }
  }

  @Test
  default void push_whenTheListenerClosesMeanwhile_isUnavailable() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch closed = new CountDownLatch(1);
      stall(exchange, begun, closed);

      Future<Delivery> push = exchange.begin(SampleSnapshot.of(1, SampleSnapshot.noise(1, HUGE)));
      Exchange.await(begun);
      exchange.listening().close();
      closed.countDown();

      assertThat(Exchange.failure(push)).isInstanceOf(TargetUnavailableException.class);
      exchange.awaitNothingOpen();
      assertThat(exchange.inbox().reception().isComplete()).isFalse();
    }
  }

  @Test
  default void push_whenTheSenderClosesMeanwhile_isUnavailable() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch closed = new CountDownLatch(1);
      stall(exchange, begun, closed);

      Future<Delivery> push = exchange.begin(SampleSnapshot.of(1, SampleSnapshot.noise(1, LARGE)));
      Exchange.await(begun);
      exchange.place().sender().close();
      closed.countDown();

      assertThat(Exchange.failure(push)).isInstanceOf(TargetUnavailableException.class);
      exchange.awaitNothingOpen();
      assertThatThrownBy(() -> exchange.push(SampleSnapshot.of(2, new byte[0])))
          .isInstanceOf(TargetUnavailableException.class);
    }
  }

  @Test
  default void push_onAThreadThatIsInterrupted_isCancelled() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch interrupted = new CountDownLatch(1);
      stall(exchange, begun, interrupted);
      AtomicReference<Thread> pushing = new AtomicReference<>();
      ExecutorService thread = Executors.newSingleThreadExecutor();
      Future<Delivery> push =
          thread.submit(
              () -> {
                pushing.set(Thread.currentThread());
                return exchange.push(SampleSnapshot.of(1, SampleSnapshot.noise(1, HUGE)));
              });
      Exchange.await(begun);
      pushing.get().interrupt();

      assertThat(Exchange.failure(push)).isInstanceOf(CancelledException.class);
      interrupted.countDown();
      exchange.awaitNothingOpen();
      assertThat(exchange.inbox().reception().isComplete()).isFalse();
      thread.shutdownNow();
    }
  }

  @Test
  default void push_withoutAVerdictInTime_isUnavailable() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      CountDownLatch over = new CountDownLatch(1);
      exchange
          .inbox()
          .complete(
              so -> {
                Exchange.await(over);
                return Verdict.of(Code.ACCEPTED);
              });
      SampleSnapshot snapshot = SampleSnapshot.of(1, SampleSnapshot.noise(1, 1_000));

      assertThatThrownBy(() -> exchange.push(snapshot, Duration.ofMillis(500)))
          .isInstanceOf(TargetUnavailableException.class);
      over.countDown();
      exchange.awaitNothingOpen();
      assertThat(exchange.push(snapshot).verdict().code()).isEqualTo(Code.ACCEPTED);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, LARGE / 2})
  default void push_whenTheFileCannotBeRead_saysSo(long from) throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot snapshot = SampleSnapshot.of(1, SampleSnapshot.noise(1, LARGE));
      StorageException broken = new StorageException("the disk is broken", false);

      assertThatThrownBy(
              () ->
                  exchange
                      .place()
                      .sender()
                      .push(
                          exchange.target(),
                          snapshot.broken(from, broken),
                          Exchange.PATIENCE,
                          bytes -> {}))
          .isSameAs(broken);
      exchange.awaitNothingOpen();
      assertThat(exchange.inbox().reception().isComplete()).isFalse();
      assertThat(exchange.push(snapshot).verdict().code()).isEqualTo(Code.ACCEPTED);
    }
  }

  @Test
  default void listen_closed_takesNothingAndCanBeginAnew() throws Exception {
    try (Exchange exchange = Exchange.of(this)) {
      SampleSnapshot snapshot = SampleSnapshot.of(1, SampleSnapshot.noise(1, 1_000));
      exchange.push(snapshot);
      exchange.listening().close();
      exchange.listening().close();

      assertThatThrownBy(() -> exchange.push(snapshot))
          .isInstanceOf(TargetUnavailableException.class);
      exchange.awaitNothingOpen();
      assertThat(exchange.inbox().receptions()).hasSize(1);

      SampleInbox next = new SampleInbox();
      try (Listening again = exchange.place().receiver().listen(next)) {
        Delivery delivery =
            exchange
                .place()
                .sender()
                .push(
                    exchange.place().target(again.address()),
                    snapshot,
                    Exchange.PATIENCE,
                    bytes -> {});
        assertThat(delivery.verdict().code()).isEqualTo(Code.ACCEPTED);
        assertThat(next.reception().bytes()).isEqualTo(snapshot.bytes());
      }
    }
  }

  /** The first piece does not end before the latch does. */
  private static void stall(Exchange exchange, CountDownLatch begun, CountDownLatch until) {
    exchange
        .inbox()
        .write(
            so -> {
              begun.countDown();
              Exchange.await(until);
              return Optional.empty();
            });
  }
}
