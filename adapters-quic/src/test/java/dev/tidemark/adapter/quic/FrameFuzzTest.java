package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import dev.tidemark.core.snapshot.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Conversations that were right once, with something done to them. */
final class FrameFuzzTest {

  private static final Content CONTENT = Content.random(100_000, 1);
  private static final Content NEXT = CONTENT.changed(3, 4, 9);
  private static final TestOffer OFFER = TestOffer.of(2, NEXT);
  private static final Hello.Base BASE =
      new Hello.Base(TestOffer.version(1), TestOffer.sha256(CONTENT.bytes()));

  private static Pair pair;
  private static RawClient client;

  @BeforeContainer
  static void connect() throws IOException {
    Path directory = Files.createTempDirectory("fuzz");
    pair = Pair.in(directory, Pair::patient, Pair::patient);
    pair.inbox.serve(TestOffer.version(1), CONTENT);
    client =
        new RawClient(
            Pair.patient(QuicConfig.mutual(CertificatesConfig.in(directory).identity("origin"))),
            Tls.VERSION_2,
            pair.listening.address());
  }

  @AfterContainer
  static void stillTakes() {
    pair.inbox.taken.clear();
    assertThat(pair.push(OFFER).verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
    assertThat(pair.inbox.taken).singleElement().isEqualTo(NEXT.bytes());
    client.close();
    pair.close();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void conversation_thatWasTamperedWith_endsAndLeavesNothing(
      @ForAll Harm harm, @ForAll boolean delta, @ForAll boolean packed, @ForAll long seed)
      throws IOException {
    byte[] said = harm.to(conversation(delta, packed), new Random(seed));

    Pipe pipe = client.say(said, harm != Harm.GIVE_UP);
    if (harm == Harm.GIVE_UP) {
      pipe.giveUp();
    } else {
      RawClient.answer(pipe);
    }
    pipe.giveUp();

    assertNothingIsLeft();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  @Tag("proof")
  void conversation_besideOneThatWasTamperedWith_isTaken(
      @ForAll Harm harm,
      @ForAll boolean delta,
      @ForAll boolean harmedDelta,
      @ForAll boolean packed,
      @ForAll long seed)
      throws IOException {
    byte[] said = harm.to(conversation(harmedDelta, packed), new Random(seed));

    Pipe harmed = client.say(said, harm != Harm.GIVE_UP);
    Pipe good = client.say(Wire.all(conversation(delta, packed)), true);
    if (harm == Harm.GIVE_UP) {
      harmed.giveUp();
    }

    assertThat(Wire.verdict(RawClient.answer(good))).isEqualTo("ACCEPTED");
    assertThat(pair.inbox.taken).isNotEmpty();
    RawClient.answer(harmed);
    harmed.giveUp();
    good.giveUp();
    assertNothingIsLeft();
  }

  private static void assertNothingIsLeft() {
    await()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(pair.inbox.open).hasValue(0));
    assertThat(pair.inbox.taken).allSatisfy(file -> assertThat(file).isEqualTo(NEXT.bytes()));
    pair.inbox.taken.clear();
  }

  private static List<byte[]> conversation(boolean delta, boolean packed) {
    return delta ? difference(packed) : whole(packed);
  }

  private static List<byte[]> whole(boolean packed) {
    byte[] file = packed ? Zstd.compress(NEXT.bytes()) : NEXT.bytes();
    List<byte[]> frames = new ArrayList<>(List.of(Wire.offer(OFFER), Wire.whole(0, packed)));
    addData(frames, file);
    return frames;
  }

  private static List<byte[]> difference(boolean packed) {
    byte[] runs =
        Wire.all(
            Wire.run(3 * 4_096, Arrays.copyOfRange(NEXT.bytes(), 3 * 4_096, 5 * 4_096)),
            Wire.run(9 * 4_096, Arrays.copyOfRange(NEXT.bytes(), 9 * 4_096, 10 * 4_096)));
    List<byte[]> frames =
        new ArrayList<>(List.of(Wire.offer(OFFER), Wire.delta(BASE, NEXT.size(), packed)));
    addData(frames, packed ? Zstd.compress(runs) : runs);
    return frames;
  }

  private static void addData(List<byte[]> frames, byte[] payload) {
    for (int at = 0; at < payload.length; at += 30_000) {
      frames.add(Wire.data(Arrays.copyOfRange(payload, at, Math.min(payload.length, at + 30_000))));
    }
    frames.add(Wire.end());
  }
}
