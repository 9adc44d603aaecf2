package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.TargetUnavailableException;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The older protocol, byte by byte, against sides that are not of this one. */
final class DbSyncWireTest {

  private static final byte[] FILE = "a file".getBytes(StandardCharsets.US_ASCII);
  private static final String HASH = TestOffer.sha256(FILE);
  private static final String META =
      "{\"version\":1796040000123,\"hash\":\"%s\",\"size\":6,\"timestamp\":1796040000,\"compressed\":%s}";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For those that wait for the end of it. */
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(2);

  private static final TestOffer LARGE = TestOffer.of(1, Content.random(20_000_000, 1));

  @TempDir static Path directory;

  private static CertificatesConfig certificates;
  private static Pair pair;

  @BeforeAll
  static void listen() {
    certificates = CertificatesConfig.in(directory);
    pair = Pair.in(directory, config -> config, config -> config.acceptingVersion1As("legacy"));
  }

  @AfterAll
  static void close() {
    pair.close();
  }

  private static byte[] said(String meta, byte... payload) {
    byte[] json = meta.getBytes(StandardCharsets.UTF_8);
    return Wire.all(
        new byte[] {'S', 'Y', 'N', '1'},
        ByteBuffer.allocate(4).putInt(json.length).array(),
        json,
        payload);
  }

  private static String meta(boolean compressed) {
    return META.formatted(HASH, compressed);
  }

  private static byte[] gzip(byte... bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private Delivery push(Consumer<Pipe> target) {
    return push(target, PATIENCE);
  }

  private Delivery push(Consumer<Pipe> target, Duration patience) {
    return push(target, TestOffer.of(1, new Content(FILE)), patience, sent -> {});
  }

  private Delivery push(
      Consumer<Pipe> target, Offer offer, Duration patience, LongConsumer progress) {
    try (RawServer server =
            new RawServer(QuicConfig.mutual(certificates.identity("edge")), Tls.VERSION_1, target);
        QuicTransport origin =
            QuicTransport.open(
                QuicConfig.mutual(certificates.identity("origin")), Clock.systemUTC())) {
      return origin.push(
          Targets.at(server.address(), Target.Strategy.DBSYNC), offer, patience, progress);
    }
  }

  @Test
  void push_isExactlyTheseBytesAndWaitsForTheClose() throws InterruptedException {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();

    Delivery delivery =
        push(
            pipe -> {
              heard.add(RawClient.answer(pipe));
              Listener.close(pipe.stream().parent(), 0, "");
            });

    assertThat(delivery)
        .isEqualTo(new Delivery(Verdict.of(Verdict.Code.ACCEPTED), Delivery.Way.WHOLE, 6));
    assertThat(new String(heard.poll(30, TimeUnit.SECONDS), StandardCharsets.ISO_8859_1))
        .isEqualTo(
            "SYN1\0\0\0\u00a0".replace("\u00a0", Character.toString(meta(false).length()))
                + meta(false)
                + "a file");
  }

  @Test
  void push_thatIsRefused_saysWhatTheTargetSaid() {
    Delivery delivery = push(pipe -> Listener.close(pipe.stream().parent(), 1, "hash mismatch"));

    assertThat(delivery.verdict()).isEqualTo(new Verdict(Verdict.Code.FAILED, "hash mismatch"));
  }

  @Test
  void push_toOneThatNeverCloses_ends() {
    assertThatThrownBy(() -> push(RawClient::answer, LITTLE_PATIENCE))
        .isInstanceOf(TargetUnavailableException.class)
        .hasMessageContaining("no verdict within 2000 ms");
  }

  @Test
  void push_thatIsCutOffWithCodeZero_isNotTakenForAccepted() {
    assertThatThrownBy(
            () ->
                push(
                    pipe -> {
                      begin(pipe);
                      Listener.close(pipe.stream().parent(), 0, "no longer listening");
                    },
                    LARGE,
                    PATIENCE,
                    sent -> {}))
        .isInstanceOf(TargetUnavailableException.class)
        .hasMessageContaining("before all was sent, it closed the connection: no longer listening");
  }

  @Test
  void push_thatFailsOnThisSide_closesWithAReason() throws InterruptedException {
    BlockingQueue<OptionalInt> codes = new LinkedBlockingQueue<>();
    Consumer<Pipe> target =
        pipe -> {
          pipe.awaitBroken();
          codes.add(Ending.code(pipe.stream().parent()));
        };
    Offer cutOff = new TestOffer(LARGE.manifest(), new CutOff(LARGE.bytes().length), Map.of());
    try (RawServer server =
            new RawServer(QuicConfig.mutual(certificates.identity("edge")), Tls.VERSION_1, target);
        QuicTransport origin =
            QuicTransport.open(
                QuicConfig.mutual(certificates.identity("origin")), Clock.systemUTC())) {
      Target to = Targets.at(server.address(), Target.Strategy.DBSYNC);

      assertThatThrownBy(() -> origin.push(to, cutOff, PATIENCE, sent -> {}))
          .isInstanceOf(StorageException.class);
      assertThat(codes.poll(30, TimeUnit.SECONDS)).hasValue(Listener.REFUSED);
    }
  }

  @Test
  void push_toOneThatOnlyEndsItsOwnSide_doesNotPileUp() {
    AtomicLong sent = new AtomicLong();

    assertThatThrownBy(() -> push(Pipe::endOutput, LARGE, Duration.ofSeconds(6), sent::set))
        .isInstanceOf(TargetUnavailableException.class);
    assertThat(sent.get()).isBetween(1L, 4L << 20);
  }

  private static void begin(Pipe pipe) {
    try {
      pipe.readFully(ByteBuffer.allocate(100_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of which nothing can be read. */
  private record CutOff(long size) implements SnapshotContent {

    @Override
    public int read(ByteBuffer into, long at) {
      return -1;
    }

    @Override
    public void close() {
      // There is nothing open.
    }
  }

  static Stream<Arguments> conversations() {
    byte[] zeros = new byte[30_000_000];
    byte[] packed = gzip(FILE);
    return Stream.of(
        Arguments.of("raw", said(meta(false), FILE), "done"),
        Arguments.of("packed", said(meta(true), packed), "done"),
        Arguments.of("bad magic", "SYN2....".getBytes(StandardCharsets.US_ASCII), "expected SYN1"),
        Arguments.of(
            "much metadata",
            new byte[] {'S', 'Y', 'N', '1', 0, 16, 0, 1},
            "no more than 1048576 bytes of metadata, found 1048577"),
        Arguments.of(
            "negative metadata",
            new byte[] {'S', 'Y', 'N', '1', -1, -1, -1, -1},
            "found 4294967295"),
        Arguments.of("a short hash", said(meta(false).replace(HASH, "abc"), FILE), "64 hex"),
        Arguments.of(
            "too large", said(meta(false).replace(":6,", ":536870913,"), FILE), "REJECTED_SIZE"),
        Arguments.of("negative", said(meta(false).replace(":6,", ":-6,"), FILE), "REJECTED_SIZE"),
        Arguments.of("cut off", said(meta(false), Arrays.copyOf(FILE, 5)), "REJECTED_SIZE"),
        Arguments.of("cut off at the head", said(meta(false)), "REJECTED_SIZE"),
        Arguments.of("cut off in the metadata", Arrays.copyOf(said(meta(false)), 30), "middle"),
        Arguments.of("more", said(meta(false), Arrays.copyOf(FILE, 7)), "REJECTED_SIZE"),
        Arguments.of(
            "more behind what was packed",
            said(meta(true), Wire.all(packed, new byte[9])),
            "REJECTED_SIZE"),
        Arguments.of("a bomb", said(meta(true), gzip(zeros)), "REJECTED_SIZE"),
        Arguments.of("not packed", said(meta(true), FILE), "damaged"),
        Arguments.of(
            "half of what was packed",
            said(meta(true), Arrays.copyOf(packed, packed.length / 2)),
            "damaged"),
        Arguments.of("another file", said(meta(false), new byte[6]), "REJECTED_HASH"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void listener_closesWithAReason(String name, byte[] said, String reason) throws IOException {
    pair.inbox.taken.clear();
    QuicConfig origin = QuicConfig.mutual(certificates.identity("origin"));
    try (RawClient client = new RawClient(origin, Tls.VERSION_1, pair.listening.address())) {
      RawClient.answer(client.say(said, true));

      await().until(() -> Ending.code(client.connection()).isPresent());
      assertThat(Ending.reason(client.connection())).contains(reason);
      assertThat(Ending.code(client.connection())).hasValue(reason.equals("done") ? 0 : 1);
      assertThat(pair.inbox.open).hasValue(0);
      assertThat(pair.inbox.taken).hasSize(reason.equals("done") ? 1 : 0);
    }
  }
}
