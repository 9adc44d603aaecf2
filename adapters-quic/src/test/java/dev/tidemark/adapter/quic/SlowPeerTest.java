package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.snapshot.Verdict;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are allowed and alive, and do not get on. */
@Timeout(60)
final class SlowPeerTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final Content CONTENT = Content.random(10_000, 1);
  private static final TestOffer OFFER = TestOffer.of(2, CONTENT);

  /** Unpacks to nothing, and is not the last one. */
  private static final byte[] EMPTY_BLOCK = {0, 0, 0, -1, -1};

  private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};

  private static final byte[] ALIVE = Wire.frame(Frame.Type.WORKING);

  @TempDir static Path directory;

  private static CertificatesConfig certificates;

  private final TestInbox inbox = new TestInbox();

  @BeforeAll
  static void certify() {
    certificates = CertificatesConfig.in(directory);
    certificates.create(List.of("origin", "edge"), Clock.systemUTC());
  }

  private RawServer server(String protocol, Steps steps) {
    QuicConfig config =
        QuicConfig.mutual(certificates.identity("edge")).acceptingVersion1As("legacy");
    return new RawServer(
        config,
        protocol,
        pipe ->
            new Session(pipe, config, inbox, steps).run(new PeerName("origin", true), () -> {}));
  }

  private static RawClient client(String protocol, RawServer server) throws IOException {
    return new RawClient(
        QuicConfig.mutual(certificates.identity("origin")), protocol, server.address());
  }

  /** Says this again and again, with little time between. */
  private static Future<?> trickle(QuicStreamChannel stream, byte... bytes) {
    return stream
        .eventLoop()
        .scheduleAtFixedRate(
            () -> stream.writeAndFlush(Unpooled.wrappedBuffer(bytes)),
            20,
            20,
            TimeUnit.MILLISECONDS);
  }

  private void assertVersion1Ends(Steps steps, byte[] begin, byte[] more, String reason)
      throws IOException {
    try (RawServer server = server(Tls.VERSION_1, steps);
        RawClient client = client(Tls.VERSION_1, server)) {
      Pipe pipe = client.say(begin, false);
      Future<?> trickle = trickle(pipe.stream(), more);

      await().until(() -> Ending.code(client.connection()).isPresent());
      trickle.cancel(false);
      assertThat(Ending.code(client.connection())).hasValue(Listener.REFUSED);
      assertThat(Ending.reason(client.connection())).contains(reason);
      assertThat(inbox.open).hasValue(0);
    }
  }

  @Test
  void version1_whoseMetadataTrickles_isGivenUp() throws IOException {
    byte[] begin = Arrays.copyOf(Wire.version1(OFFER, false), 9);

    assertVersion1Ends(
        new Steps(SHORT, LONG, LONG), begin, new byte[] {' '}, "no offer came within 300 ms");
  }

  @Test
  void version1_whoseFileUnpacksToNothing_isGivenUp() throws IOException {
    byte[] begin = Wire.all(Wire.version1(OFFER, true), GZIP_HEAD);

    assertVersion1Ends(
        new Steps(LONG, LONG, SHORT),
        begin,
        EMPTY_BLOCK,
        "hardly anything of the file came within 300 ms");
  }

  @Test
  void version1_whoseFileTrickles_isGivenUp() throws IOException {
    assertVersion1Ends(
        new Steps(LONG, LONG, SHORT),
        Wire.version1(OFFER, false),
        new byte[1],
        "hardly anything of the file came within 300 ms");
  }

  @Test
  void version1_whoseFileTricklesAndIsNotWanted_isGivenUp() throws IOException {
    inbox.decision = Optional.of(Verdict.of(Verdict.Code.ALREADY_HAVE));

    assertVersion1Ends(
        new Steps(LONG, LONG, SHORT),
        Wire.version1(OFFER, false),
        new byte[1],
        "hardly anything of the file came within 300 ms");
  }

  private void assertVersion2Ends(Steps steps, byte[] begin, byte[] more) throws IOException {
    try (RawServer server = server(Tls.VERSION_2, steps);
        RawClient client = client(Tls.VERSION_2, server)) {
      Pipe pipe = client.say(begin, false);
      Future<?> trickle = trickle(pipe.stream(), more);

      assertThat(Wire.verdict(RawClient.answer(pipe))).isEqualTo("none");
      trickle.cancel(false);
      assertThat(inbox.offered).hasSize(1);
      assertThat(inbox.open).hasValue(0);
    }
  }

  @Test
  void version2_thatNeverChoosesAWay_isGivenUp() throws IOException {
    assertVersion2Ends(new Steps(LONG, SHORT, LONG), Wire.offer(OFFER), ALIVE);
  }

  @Test
  void version2_thatStandsStillInTheFile_isGivenUp() throws IOException {
    assertVersion2Ends(
        new Steps(LONG, LONG, SHORT), Wire.all(Wire.offer(OFFER), Wire.whole(0, false)), ALIVE);
  }

  @Test
  void version2_whoseFileTrickles_isGivenUp() throws IOException {
    assertVersion2Ends(
        new Steps(LONG, LONG, SHORT),
        Wire.all(Wire.offer(OFFER), Wire.whole(0, false)),
        Wire.data(new byte[1]));
  }

  @Test
  void version2_thatComparesForLongerThanAFileMayStandStill_isTaken() throws IOException {
    Duration still = Duration.ofSeconds(3);
    try (RawServer server = server(Tls.VERSION_2, new Steps(LONG, LONG, still));
        RawClient client = client(Tls.VERSION_2, server)) {
      Pipe pipe = client.say(Wire.offer(OFFER), false);
      Latches.pass(still.plus(SHORT));
      pipe.write(
          Unpooled.wrappedBuffer(
              Wire.all(Wire.whole(0, false), Wire.data(CONTENT.bytes()), Wire.end())));

      assertThat(Wire.verdict(RawClient.answer(pipe))).isEqualTo("ACCEPTED");
      assertThat(inbox.taken).singleElement().isEqualTo(CONTENT.bytes());
    }
  }
}
