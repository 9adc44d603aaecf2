package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.testkit.net.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end without a word. */
@Timeout(120)
final class QuicDeathTest {

  private static final TestOffer LARGE = TestOffer.of(1, Content.random(40_000_000, 1));
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final long PATIENCE_SECONDS = 60;

  /** Of all that ends a push, nothing else does it in time. */
  private static final UnaryOperator<QuicConfig> SHORT =
      config ->
          config.withLimits(
              config.limits().withIdle(Duration.ofSeconds(6)).withSilence(Duration.ofMinutes(5)));

  @TempDir Path directory;

  @Test
  @Tag("proof")
  void target_thatIsKilledInTheMiddle_isMissedWithinTheIdleTimeout() throws Exception {
    CertificatesConfig certificates = CertificatesConfig.in(directory);
    certificates.create(List.of("origin", "edge"), Clock.systemUTC());
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (EdgeProcess edge = EdgeProcess.listening(directory, ANY_PORT);
        QuicTransport origin =
            QuicTransport.open(
                SHORT.apply(QuicConfig.mutual(certificates.identity("origin"))),
                Clock.systemUTC())) {
      String address = edge.line();
      Future<?> push =
          thread.submit(
              () -> origin.push(Targets.at(address), LARGE, Duration.ofMinutes(5), sent -> {}));
      assertThat(edge.line()).isEqualTo("stuck");

      edge.kill();

      assertThatThrownBy(() -> push.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining("nothing came from it any more");
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  @Tag("proof")
  void publisher_thatIsKilledInTheMiddle_leavesNothingOpen() throws IOException {
    try (Pair pair = Pair.in(directory, SHORT, SHORT)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch killed = new CountDownLatch(1);
      pair.inbox.writes =
          at -> {
            begun.countDown();
            Latches.await(killed);
            return java.util.Optional.empty();
          };
      try (EdgeProcess publisher = EdgeProcess.pushing(directory, pair.listening.address())) {
        Latches.await(begun);
        publisher.kill();
        killed.countDown();

        await()
            .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
            .untilAsserted(() -> assertThat(pair.inbox.open).hasValue(0));
        assertThat(pair.inbox.taken).isEmpty();
        pair.inbox.writes = at -> java.util.Optional.empty();
        assertThat(pair.push(LARGE).verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
      }
    }
  }

  @Test
  void target_thatWasStartedAgain_isFoundAgain() {
    String fixed = "127.0.0.1:" + FreePort.find();
    try (Pair pair =
        Pair.in(directory, UnaryOperator.identity(), config -> config.listeningAt(fixed))) {
      assertThat(pair.push(TestOffer.of(1, Content.random(1_000, 1))).verdict().code())
          .isEqualTo(Verdict.Code.ACCEPTED);
      String address = pair.listening.address();
      pair.edge.close();
      try (QuicTransport again =
          QuicTransport.open(
              QuicConfig.mutual(CertificatesConfig.in(directory).identity("edge"))
                  .listeningAt(address)
                  .allowing(QuicConfig.Peers.ANYBODY),
              Clock.systemUTC())) {
        again.listen(pair.inbox);

        assertThat(pair.push(TestOffer.of(2, Content.random(1_000, 2))).verdict().code())
            .isEqualTo(Verdict.Code.ACCEPTED);
      }
    }
  }

  /** Its connection is kept, and for a minute nothing says that it is dead. */
  @Test
  @Tag("proof")
  void target_thatWasKilledAndStartedAgain_isFoundAgain() throws IOException {
    CertificatesConfig certificates = CertificatesConfig.in(directory);
    certificates.create(List.of("origin", "edge"), Clock.systemUTC());
    QuicConfig config = QuicConfig.mutual(certificates.identity("origin"));
    QuicConfig.Limits limits =
        config.limits().withIdle(Duration.ofMinutes(1)).withConnect(Duration.ofSeconds(5));
    try (QuicTransport origin = QuicTransport.open(config.withLimits(limits), Clock.systemUTC())) {
      String address = pushToOneThatDies(origin);
      assertThat(origin.connections().known(Address.parse(address))).isPresent();

      try (EdgeProcess again = EdgeProcess.listening(directory, address)) {
        assertThat(again.line()).isEqualTo(address);

        assertThat(pushSmall(origin, address, 2)).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
        // The next one does not pay for it again.
        assertThat(pushSmall(origin, address, 3)).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
      }
    }
  }

  private String pushToOneThatDies(QuicTransport origin) throws IOException {
    String address = "127.0.0.1:" + FreePort.find();
    try (EdgeProcess edge = EdgeProcess.listening(directory, address)) {
      assertThat(edge.line()).isEqualTo(address);
      assertThat(pushSmall(origin, address, 1).code()).isEqualTo(Verdict.Code.ACCEPTED);
      return address;
    }
  }

  /** With the time that one try over a dead connection and one over a new one may take. */
  private static Verdict pushSmall(QuicTransport origin, String address, int sequence) {
    return origin
        .push(
            Targets.at(address),
            TestOffer.of(sequence, Content.random(1_000, sequence)),
            Duration.ofSeconds(30),
            sent -> {})
        .verdict();
  }

  @Test
  @Tag("proof")
  void connection_thatIsKept_outlivesTheIdleTimeout() throws InterruptedException {
    try (Pair pair = Pair.in(directory, SHORT, UnaryOperator.identity())) {
      pair.push(TestOffer.of(1, Content.random(1_000, 1)));
      Address address = Address.parse(pair.listening.address());
      var before = pair.origin.connections().known(address);

      // There is nothing to wait for: it is to be seen that nothing happens.
      assertThat(new CountDownLatch(1).await(15, TimeUnit.SECONDS)).isFalse();

      assertThat(before).isPresent();
      assertThat(pair.origin.connections().known(address)).isEqualTo(before);
    }
  }
}
