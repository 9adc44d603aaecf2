package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Inbox;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.testkit.net.FaultyDatagramLink;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many at once, much at once, and little at a time. */
@Timeout(120)
final class QuicLimitsTest {

  private static final Content SMALL = Content.random(10_000, 1);

  @TempDir Path directory;

  private static QuicConfig with(QuicConfig config, UnaryOperator<QuicConfig.Limits> limits) {
    return config.withLimits(limits.apply(config.limits()));
  }

  private QuicConfig origin() {
    return QuicConfig.mutual(CertificatesConfig.in(directory).identity("origin"));
  }

  @Test
  void pushes_beyondTheLimit_areToldToComeLater() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Pair pair =
        Pair.in(
            directory,
            UnaryOperator.identity(),
            config -> with(config, limits -> limits.withPushes(2)))) {
      CountDownLatch begun = new CountDownLatch(2);
      CountDownLatch over = new CountDownLatch(1);
      pair.inbox.completing =
          () -> {
            begun.countDown();
            Latches.await(over);
          };
      Future<Delivery> first = threads.submit(() -> pair.push(TestOffer.of(1, SMALL)));
      Future<Delivery> second = threads.submit(() -> pair.push(TestOffer.of(2, SMALL)));
      Latches.await(begun);

      assertThat(pair.push(TestOffer.of(3, SMALL)).verdict().code())
          .isEqualTo(Verdict.Code.REJECTED_BUSY);

      over.countDown();
      assertThat(first.get(60, TimeUnit.SECONDS).verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
      assertThat(second.get(60, TimeUnit.SECONDS).verdict().code())
          .isEqualTo(Verdict.Code.ACCEPTED);
      assertThat(pair.push(TestOffer.of(4, SMALL)).verdict().code())
          .isEqualTo(Verdict.Code.ACCEPTED);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Who has heard the verdict may come again at once. */
  @Test
  void push_whoseVerdictIsHeard_doesNotCountAnyMore() throws Exception {
    CertificatesConfig certificates = CertificatesConfig.in(directory);
    certificates.create(List.of("origin", "edge"), Clock.systemUTC());
    QuicConfig edge =
        QuicConfig.mutual(certificates.identity("edge")).allowing(QuicConfig.Peers.ANYBODY);
    CountDownLatch heard = new CountDownLatch(1);
    BlockingQueue<Boolean> heardBefore = new LinkedBlockingQueue<>();
    Runnable over = () -> heardBefore.add(Latches.isSoon(heard));
    Consumer<Pipe> listener =
        pipe ->
            new Session(pipe, edge, new TestInbox(), Steps.DEFAULTS)
                .run(PeerName.of(pipe.stream().parent(), edge.peers()), over);
    try (RawServer server = new RawServer(edge, Tls.VERSION_2, listener);
        QuicTransport sender = QuicTransport.open(origin(), Clock.systemUTC())) {
      Delivery delivery =
          sender.push(
              Targets.at(server.address()),
              TestOffer.of(1, SMALL),
              Duration.ofSeconds(20),
              sent -> {});
      heard.countDown();

      assertThat(delivery.verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
      assertThat(heardBefore.poll(10, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void pushes_behindSomeThatFailed_areAsManyAtOnceAsBefore() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Pair pair =
        Pair.in(
            directory,
            UnaryOperator.identity(),
            config -> with(config, limits -> limits.withPushes(1)))) {
      pair.inbox.completing =
          () -> {
            throw new IllegalStateException("the disk is broken");
          };
      for (int i = 1; i <= 3; i++) {
        assertThat(pair.push(TestOffer.of(i, SMALL)).verdict().code())
            .isEqualTo(Verdict.Code.FAILED);
      }
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      pair.inbox.completing =
          () -> {
            begun.countDown();
            Latches.await(over);
          };
      Future<Delivery> one = thread.submit(() -> pair.push(TestOffer.of(4, SMALL)));
      Latches.await(begun);

      assertThat(pair.push(TestOffer.of(5, SMALL)).verdict().code())
          .isEqualTo(Verdict.Code.REJECTED_BUSY);

      over.countDown();
      assertThat(one.get(60, TimeUnit.SECONDS).verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void manySnapshots_forOneEdgeAtOnce_areAllTaken() throws Exception {
    int many = 12;
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Pair pair = Pair.in(directory)) {
      CountDownLatch together = new CountDownLatch(many);
      pair.inbox.completing =
          () -> {
            together.countDown();
            Latches.await(together);
          };
      List<Future<Delivery>> pushes = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        TestOffer offer = TestOffer.of(i + 1, SMALL);
        pushes.add(threads.submit(() -> pair.push(offer)));
      }

      for (Future<Delivery> each : pushes) {
        assertThat(each.get(20, TimeUnit.SECONDS).verdict().code())
            .isEqualTo(Verdict.Code.ACCEPTED);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void connection_thatOnePushGivesUp_isLeftToTheOthers() throws IOException {
    try (Pair pair = Pair.in(directory)) {
      pair.push(TestOffer.of(1, SMALL));
      Address address = Address.parse(pair.listening.address());
      Connections connections = pair.origin.connections();
      QuicChannel shared = connections.take(connections.known(address).orElseThrow());

      QuicChannel another = connections.renew(address, Optional.of(shared));

      assertThat(another).isNotEqualTo(shared);
      assertThat(shared.isActive()).isTrue();
      connections.letGo(shared);
      await().atMost(Duration.ofSeconds(60)).until(() -> !shared.isActive());
      connections.letGo(connections.take(another));
      assertThat(connections.known(address)).hasValue(another);
    }
  }

  @Test
  void target_thatIsNotThere_isNamedWithAHint() {
    CertificatesConfig.in(directory).create(List.of("origin"), Clock.systemUTC());
    QuicConfig hasty = with(origin(), limits -> limits.withConnect(Duration.ofMillis(300)));
    try (QuicTransport sender = QuicTransport.open(hasty, Clock.systemUTC())) {
      assertThatThrownBy(
              () ->
                  sender.push(
                      Targets.at("127.0.0.1:9"),
                      TestOffer.of(1, SMALL),
                      Duration.ofSeconds(20),
                      sent -> {}))
          .isInstanceOf(TargetUnavailableException.class)
          .hasMessageContaining(
              "no answer within 0.3 s from 127.0.0.1:9 (UDP);"
                  + " is tidemark edge running there, and is UDP let through?");
    }
  }

  @Test
  void connections_beyondTheLimit_areClosed() throws IOException {
    try (Pair pair =
        Pair.in(
            directory,
            UnaryOperator.identity(),
            config -> with(config, limits -> limits.withConnections(2)))) {
      try (RawClient one = new RawClient(origin(), Tls.VERSION_2, pair.listening.address());
          RawClient other = new RawClient(origin(), Tls.VERSION_2, pair.listening.address())) {
        assertThat(one.connection().isActive() && other.connection().isActive()).isTrue();

        assertThatThrownBy(() -> pair.push(TestOffer.of(1, SMALL)))
            .isInstanceOf(TargetUnavailableException.class)
            .hasMessageContaining("too many connections");
      }
      // A connection that was closed is remembered for a moment, for what of it is still under way.
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreException(TargetUnavailableException.class)
          .untilAsserted(
              () ->
                  assertThat(pair.push(TestOffer.of(1, SMALL)).verdict().code())
                      .isEqualTo(Verdict.Code.ACCEPTED));
    }
  }

  @Test
  @Tag("proof")
  void fiftyPeers_atOnce_areAllServed() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Pair pair =
        Pair.in(
            directory,
            UnaryOperator.identity(),
            config ->
                with(config, limits -> limits.withPushes(64).withIdle(Duration.ofMinutes(1))))) {
      QuicConfig origin = with(origin(), limits -> limits.withIdle(Duration.ofMinutes(1)));
      List<RawClient> peers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        peers.add(new RawClient(origin, Tls.VERSION_2, pair.listening.address()));
      }
      List<Future<String>> said = new ArrayList<>();
      for (RawClient peer : peers) {
        said.add(threads.submit(() -> push(peer)));
      }
      for (Future<String> each : said) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo("ACCEPTED");
      }
      peers.forEach(RawClient::close);
      assertThat(pair.inbox.taken).hasSize(50);
    } finally {
      threads.shutdownNow();
    }
  }

  private static String push(RawClient peer) throws IOException {
    return Wire.verdict(
        RawClient.answer(
            peer.say(
                Wire.all(
                    Wire.offer(TestOffer.of(1, SMALL)),
                    Wire.whole(0, false),
                    Wire.data(SMALL.bytes()),
                    Wire.end()),
                false)));
  }

  // scenario 19, with 8 MiB in the place of 200: as much of everything, but for the time
  @Test
  @Tag("proof")
  void push_overAThinLineThatLoses_completes() throws IOException {
    try (Pair pair = Pair.in(directory)) {
      Address to = Address.parse(pair.listening.address());
      try (FaultyDatagramLink link = FaultyDatagramLink.to(to.host(), to.port())) {
        link.slow(5_000_000 / 8);
        link.lossy(15);
        Content content = Content.random(8 << 20, 4);

        Delivery delivery =
            pair.origin.push(
                Targets.at("127.0.0.1:" + link.port()),
                TestOffer.of(1, content),
                Duration.ofSeconds(100),
                sent -> {});

        assertThat(delivery.verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
        assertThat(pair.inbox.taken).singleElement().isEqualTo(content.bytes());
      }
    }
  }

  @Test
  @Tag("proof")
  void memory_doesNotGrowWithTheFile() {
    CertificatesConfig.in(directory).create(List.of("origin", "edge"), Clock.systemUTC());
    long size = 400L << 20;
    AtomicLong most = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    Noise content = new Noise(size);
    TestOffer offer =
        new TestOffer(
            SignedManifest.unsigned(
                new SnapshotManifest(
                    "public",
                    TestOffer.version(1),
                    TestOffer.BUILT,
                    size,
                    "00".repeat(32),
                    Optional.empty())),
            content,
            Map.of());
    try (QuicTransport edge =
            QuicTransport.open(
                QuicConfig.mutual(CertificatesConfig.in(directory).identity("edge"))
                    .listeningAt("127.0.0.1:0")
                    .allowing(QuicConfig.Peers.ANYBODY),
                Clock.systemUTC());
        QuicTransport sender = QuicTransport.open(origin(), Clock.systemUTC())) {
      String address = edge.listen(new Counting(taken)).address();
      long before = PlatformDependent.usedDirectMemory();

      Delivery delivery =
          sender.push(
              Targets.at(address),
              offer,
              Duration.ofSeconds(100),
              sent -> most.accumulateAndGet(PlatformDependent.usedDirectMemory(), Math::max));

      assertThat(delivery.verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
      assertThat(taken).hasValue(size);
      assertThat(most.get()).as("whether it is counted at all").isPositive();
      assertThat(most.get() - before).isLessThan(64L << 20);
    }
  }

  /** The same noise, again and again. */
  private record Noise(long size) implements SnapshotContent {

    private static final byte[] PIECE = Content.random(1 << 20, 9).bytes();

    @Override
    public int read(ByteBuffer into, long at) {
      int from = (int) (at % PIECE.length);
      int length = (int) Math.min(Math.min(into.remaining(), PIECE.length - from), size - at);
      into.put(PIECE, from, length);
      return length;
    }

    @Override
    public void close() {
      // There is nothing open.
    }
  }

  /** Takes anything, and keeps nothing. */
  private record Counting(AtomicLong taken) implements Inbox {

    @Override
    public Answer offered(SignedManifest manifest, String peer) {
      return new Answer.Wanted(new Counted(taken));
    }

    @Override
    public void refused(String peer, Verdict verdict) {
      throw new AssertionError(verdict);
    }
  }

  /** A file that is not there. */
  private record Counted(AtomicLong taken) implements Inbox.Reception {

    @Override
    public Optional<SnapshotVersion> base() {
      return Optional.empty();
    }

    @Override
    public Optional<String> baseHash() {
      return Optional.empty();
    }

    @Override
    public long length() {
      return 0;
    }

    @Override
    public Optional<Verdict> begin(SnapshotVersion base) {
      throw new AssertionError();
    }

    @Override
    public Optional<Verdict> write(ByteBuffer bytes, long at) {
      taken.addAndGet(bytes.remaining());
      return Optional.empty();
    }

    @Override
    public Verdict complete() {
      return Verdict.of(Verdict.Code.ACCEPTED);
    }

    @Override
    public void close() {
      // There is nothing to keep.
    }
  }
}
