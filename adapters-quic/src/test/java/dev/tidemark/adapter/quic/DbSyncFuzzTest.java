package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.snapshot.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Conversations of the older protocol that were right once, with something done to them. */
final class DbSyncFuzzTest {

  private static final int PIECE = 300;

  /** Small, so that what is said of it is hit as often as it is. */
  private static final Content CONTENT = Content.random(4 * PIECE, 1);

  private static final TestOffer OFFER = TestOffer.of(2, CONTENT);

  private static Pair pair;
  private static RawClient client;

  @BeforeContainer
  static void connect() throws IOException {
    Path directory = Files.createTempDirectory("fuzz");
    pair = Pair.in(directory, config -> config, config -> config.acceptingVersion1As("legacy"));
    client =
        new RawClient(
            QuicConfig.mutual(CertificatesConfig.in(directory).identity("origin")),
            Tls.VERSION_1,
            pair.listening.address());
  }

  @AfterContainer
  static void close() {
    client.close();
    pair.close();
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  @Tag("proof")
  void conversation_thatWasTamperedWith_endsAndTheNextIsTaken(
      @ForAll Harm harm, @ForAll boolean packed, @ForAll long seed) throws IOException {
    client.reconnect();

    Pipe pipe = client.say(harm.to(conversation(packed), new Random(seed)), harm != Harm.GIVE_UP);
    if (harm == Harm.GIVE_UP) {
      pipe.giveUp();
    } else {
      RawClient.answer(pipe);
      assertEnded(harm);
    }

    assertThat(pair.pushVersion1(OFFER).verdict()).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
    await()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(pair.inbox.open).hasValue(0));
    assertThat(pair.inbox.taken)
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file).isEqualTo(CONTENT.bytes()));
    pair.inbox.taken.clear();
  }

  /** The close says whether it was taken, as one is that is right all the same. */
  private static void assertEnded(Harm harm) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Ending.code(client.connection()).isPresent());
    boolean good = Ending.code(client.connection()).getAsInt() == 0;
    assertThat(pair.inbox.taken).hasSize(good ? 1 : 0);
    if (harm == Harm.NONE) {
      assertThat(good).isTrue();
    }
  }

  private static List<byte[]> conversation(boolean packed) throws IOException {
    byte[] file = packed ? gzip(CONTENT.bytes()) : CONTENT.bytes();
    List<byte[]> parts = new ArrayList<>(List.of(Wire.version1(OFFER, packed)));
    for (int at = 0; at < file.length; at += PIECE) {
      parts.add(Arrays.copyOfRange(file, at, Math.min(file.length, at + PIECE)));
    }
    return parts;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
