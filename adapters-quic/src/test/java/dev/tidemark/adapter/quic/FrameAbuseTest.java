package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import dev.tidemark.core.snapshot.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that are allowed, and say what none should. */
final class FrameAbuseTest {

  private static final Content CONTENT = Content.random(10_000, 1);
  private static final TestOffer OFFER = TestOffer.of(2, CONTENT);
  private static final Hello.Base BASE =
      new Hello.Base(TestOffer.version(1), TestOffer.sha256(CONTENT.bytes()));
  private static final Hello.Base OTHER = new Hello.Base(TestOffer.version(1), "00".repeat(32));

  @TempDir static Path directory;

  private static Pair pair;
  private static RawClient client;

  @BeforeAll
  static void connect() throws IOException {
    pair = Pair.in(directory, Pair::patient, Pair::patient);
    pair.inbox.serve(TestOffer.version(1), CONTENT);
    client =
        new RawClient(
            Pair.patient(QuicConfig.mutual(CertificatesConfig.in(directory).identity("origin"))),
            Tls.VERSION_2,
            pair.listening.address());
  }

  @AfterAll
  static void close() {
    assertThat(pair.push(OFFER).verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
    client.close();
    pair.close();
  }

  @Test
  @Tag("proof")
  @Timeout(30)
  void stream_thatOnlySaysItIsAlive_isGivenUp() throws Exception {
    Pipe pipe = client.say(Wire.frame(Frame.Type.WORKING), false);
    try (Heartbeat alive = Heartbeat.of(pipe.stream())) {
      byte[] answer = alive.during(() -> RawClient.answer(pipe));

      assertThat(Wire.verdict(answer)).isEqualTo("none");
    }
  }

  @Test
  void pipe_overWhichNothingThatCountsComes_ends() throws Exception {
    Pipe pipe = client.say(Wire.frame(Frame.Type.WORKING), false);
    try (Stall stall = Stall.of(pipe, Duration.ofMillis(200), 2, "nothing of the file")) {
      stall.moved(1);

      assertThat(pipe.awaitBroken()).hasMessage("nothing of the file came within 200 ms");
    }
    pipe.giveUp();
  }

  static Stream<Arguments> abuses() {
    byte[] zeros = new byte[50_000_000];
    return Stream.of(
        abuse("nothing", () -> new byte[0], "REJECTED_PROTOCOL"),
        abuse("half a head", () -> new byte[] {1, 0}, "REJECTED_PROTOCOL"),
        abuse("no such type", () -> Wire.frame(99), "REJECTED_PROTOCOL: expected a frame"),
        abuse("type 0", () -> Wire.frame(0), "REJECTED_PROTOCOL: expected a frame"),
        abuse(
            "an endless offer",
            () -> new byte[] {1, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            "REJECTED_PROTOCOL: expected no more than 1028 bytes in OFFER, found 4294967295"),
        abuse("an empty offer", () -> Wire.frame(1), "REJECTED_PROTOCOL: OFFER is too short"),
        abuse(
            "an offer of something else",
            () -> Wire.frame(1, new byte[100]),
            "REJECTED_PROTOCOL: OFFER"),
        abuse("data first", () -> Wire.data(new byte[10]), "REJECTED_PROTOCOL: expected one of"),
        abuse(
            "two offers",
            () -> Wire.all(Wire.offer(OFFER), Wire.offer(OFFER)),
            "REJECTED_PROTOCOL: expected one of"),
        abuse("an offer alone", () -> Wire.offer(OFFER), "REJECTED_PROTOCOL: it ended"),
        abuse(
            "the file from where it is not",
            () -> Wire.all(Wire.offer(OFFER), Wire.whole(1, false)),
            "REJECTED_PROTOCOL: expected the file from byte 0"),
        abuse(
            "the file from before its begin",
            () -> Wire.all(Wire.offer(OFFER), Wire.whole(-1, false)),
            "REJECTED_PROTOCOL: WHOLE: expected no negative number"),
        abuse(
            "too little",
            () ->
                Wire.all(
                    Wire.offer(OFFER), Wire.whole(0, false), Wire.data(new byte[9]), Wire.end()),
            "REJECTED_SIZE: the file is shorter"),
        abuse(
            "no end",
            () -> Wire.all(Wire.offer(OFFER), Wire.whole(0, false), Wire.data(CONTENT.bytes())),
            "REJECTED_PROTOCOL: it ended"),
        abuse(
            "one byte too many",
            () ->
                Wire.all(
                    Wire.offer(OFFER),
                    Wire.whole(0, false),
                    Wire.data(CONTENT.bytes()),
                    Wire.data((byte) 1),
                    Wire.end()),
            "REJECTED_SIZE: the file is longer"),
        abuse(
            "other bytes",
            () ->
                Wire.all(
                    Wire.offer(OFFER),
                    Wire.whole(0, false),
                    Wire.data(new byte[10_000]),
                    Wire.end()),
            "REJECTED_HASH"),
        abuse(
            "a bomb",
            () -> Wire.all(Wire.offer(OFFER), Wire.whole(0, true), Wire.packed(zeros), Wire.end()),
            "REJECTED_SIZE: the file is longer"),
        abuse(
            "what is not packed as packed",
            () ->
                Wire.all(
                    Wire.offer(OFFER), Wire.whole(0, true), Wire.data(CONTENT.bytes()), Wire.end()),
            "REJECTED_PROTOCOL: what was packed is damaged"),
        abuse(
            "half of what was packed",
            () ->
                Wire.all(
                    Wire.offer(OFFER),
                    Wire.whole(0, true),
                    Wire.data(Arrays.copyOf(Zstd.compress(CONTENT.bytes()), 90)),
                    Wire.end()),
            "REJECTED_PROTOCOL: what was packed is damaged"),
        abuse(
            "a difference to what is not here",
            () -> Wire.all(Wire.offer(OFFER), Wire.delta(OTHER, 10_000, false)),
            "REJECTED_PROTOCOL: the difference is not"),
        abuse(
            "a difference of another size",
            () -> Wire.all(Wire.offer(OFFER), Wire.delta(BASE, 10_001, false)),
            "REJECTED_PROTOCOL: the difference is not"),
        abuse("a run behind the end", () -> delta(Wire.run(9_999, new byte[2])), "expected a run"),
        abuse("a run before the begin", () -> delta(Wire.run(-1, new byte[2])), "expected a run"),
        abuse(
            "a run far behind the end",
            () -> delta(Wire.run(Long.MAX_VALUE, new byte[2])),
            "expected a run"),
        abuse("a run of nothing", () -> delta(Wire.run(5)), "expected a run"),
        abuse(
            "a run back",
            () -> delta(Wire.all(Wire.run(5, (byte) 1), Wire.run(5, (byte) 1))),
            "expected a run"),
        abuse(
            "half a run",
            () -> delta(Arrays.copyOf(Wire.run(5, new byte[9]), 15)),
            "a run is shorter"),
        abuse(
            "half of the head of a run",
            () -> delta(Arrays.copyOf(Wire.run(5, new byte[9]), 7)),
            "expected a run"));
  }

  private static byte[] delta(byte[] runs) {
    return Wire.all(
        Wire.offer(OFFER), Wire.delta(BASE, 10_000, false), Wire.data(runs), Wire.end());
  }

  private static Arguments abuse(String name, Supplier<byte[]> said, String verdict) {
    return Arguments.of(name, said, verdict);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("abuses")
  void abuse_isRefusedAndLeavesNothing(String name, Supplier<byte[]> said, String verdict)
      throws IOException {
    Pipe pipe = client.say(said.get(), true);

    assertThat(Wire.verdict(RawClient.answer(pipe))).contains(verdict);
    await()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(pair.inbox.open).hasValue(0));
    assertThat(pair.inbox.taken).isEmpty();
    pipe.giveUp();
  }

  @Test
  void peer_thatGivesUp_isHeardOfAtOnce() throws IOException {
    for (int length = 1_200; length < 300_000; length += 33_333) {
      TestOffer large = TestOffer.of(2, Content.random(1_000_000, 2));
      byte[] said =
          Wire.all(
              Wire.offer(large),
              Wire.whole(0, false),
              Wire.data(new byte[60_000]),
              Wire.data(new byte[60_000]),
              Wire.data(new byte[60_000]),
              Wire.data(new byte[60_000]),
              Wire.data(new byte[60_000]));
      Pipe pipe = client.say(Arrays.copyOf(said, length), false);
      pipe.giveUp();
      int now = length;
      await().alias("after " + now).untilAsserted(() -> assertThat(pair.inbox.open).hasValue(0));
    }
  }

  @Test
  void signsOfLife_mayBeAnywhere() throws IOException {
    byte[] alive = Wire.frame(Frame.Type.WORKING);
    try (Pair own = Pair.in(directory.resolve("own"));
        RawClient peer =
            new RawClient(
                QuicConfig.mutual(
                    CertificatesConfig.in(directory.resolve("own")).identity("origin")),
                Tls.VERSION_2,
                own.listening.address())) {
      Pipe pipe =
          peer.say(
              Wire.all(
                  List.of(
                      alive,
                      Wire.offer(OFFER),
                      alive,
                      Wire.whole(0, false),
                      alive,
                      Wire.data(CONTENT.bytes()),
                      Wire.data(),
                      alive,
                      Wire.end())),
              false);

      assertThat(Wire.verdict(RawClient.answer(pipe))).isEqualTo("ACCEPTED");
      assertThat(own.inbox.taken).singleElement().isEqualTo(CONTENT.bytes());
    }
  }
}
