package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuicPushTest {

  private static final int MEGABYTE = 1 << 20;
  private static final Content FIRST = Content.random(3 * MEGABYTE + 77, 1);

  @TempDir Path directory;

  private Pair pair;

  @BeforeEach
  void connect() {
    pair = Pair.in(directory);
  }

  @AfterEach
  void close() {
    pair.close();
    assertThat(pair.inbox.open).hasValue(0);
  }

  @Test
  void push_ofAWholeFile_arrivesAsItIs() {
    Delivery delivery = pair.push(TestOffer.of(1, FIRST));

    assertThat(delivery.verdict()).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
    assertThat(delivery.way()).isEqualTo(Delivery.Way.WHOLE);
    assertThat(delivery.bytes()).isBetween(3L * MEGABYTE, 4L * MEGABYTE);
    assertThat(pair.inbox.taken).singleElement().isEqualTo(FIRST.bytes());
    assertThat(pair.inbox.peers).containsExactly("origin");
  }

  @Test
  void push_manyTimes_usesOneConnection() {
    for (int i = 1; i <= 20; i++) {
      assertThat(pair.push(TestOffer.of(i, Content.random(10_000, i))).verdict().code())
          .isEqualTo(Verdict.Code.ACCEPTED);
    }
    assertThat(pair.inbox.taken).hasSize(20);
  }

  @Test
  void push_ofWhatIsThere_costsAGreeting() {
    pair.inbox.decision = Optional.of(Verdict.of(Verdict.Code.ALREADY_HAVE));

    Delivery delivery = pair.push(TestOffer.of(1, FIRST));

    assertThat(delivery)
        .isEqualTo(new Delivery(Verdict.of(Verdict.Code.ALREADY_HAVE), Delivery.Way.NOTHING, 0));
  }

  @Test
  void push_whereAnOlderOneIs_sendsWhatDiffers() {
    Content second = FIRST.changed(0, 17, 18, 768);
    pair.inbox.serve(TestOffer.version(1), FIRST);

    Delivery delivery = pair.push(TestOffer.of(2, second).knowing(1, FIRST));

    assertThat(delivery.verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
    assertThat(delivery.way()).isEqualTo(Delivery.Way.DELTA);
    assertThat(delivery.bytes()).isLessThan(4 * 4_096 + 200);
    assertThat(pair.inbox.taken).singleElement().isEqualTo(second.bytes());
  }

  @Test
  void push_whereAnotherFileOfAnOlderVersionIs_sendsAllOfIt() {
    Content second = FIRST.changed(0, 17);
    pair.inbox.serve(TestOffer.version(1), FIRST.changed(5));

    Delivery delivery = pair.push(TestOffer.of(2, second).knowing(1, FIRST));

    assertThat(delivery.verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
    assertThat(delivery.way()).isEqualTo(Delivery.Way.WHOLE);
    assertThat(pair.inbox.taken).singleElement().isEqualTo(second.bytes());
  }

  @Test
  void push_whereAPartIs_sendsTheRest() {
    pair.inbox.partial = Arrays.copyOf(FIRST.bytes(), 2 * MEGABYTE + 5);

    Delivery delivery = pair.push(TestOffer.of(1, FIRST));

    assertThat(delivery.verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
    assertThat(delivery.bytes()).isBetween((long) MEGABYTE, MEGABYTE + 1_000L);
    assertThat(pair.inbox.taken).singleElement().isEqualTo(FIRST.bytes());
  }

  @Test
  void push_thatIsRefusedInTheMiddle_stopsSending() {
    Verdict full = new Verdict(Verdict.Code.REJECTED_DISK, "no room");
    pair.inbox.writes = at -> at > MEGABYTE ? Optional.of(full) : Optional.empty();

    Delivery delivery = pair.push(TestOffer.of(1, Content.random(64 * MEGABYTE, 3)));

    assertThat(delivery.verdict()).isEqualTo(full);
    assertThat(delivery.bytes()).isLessThan(40L * MEGABYTE);
    await().untilAsserted(() -> assertThat(pair.inbox.open).hasValue(0));
  }

  @Test
  @Tag("proof")
  void push_whoseTargetVerifiesForLong_waits() {
    pair.close();
    pair =
        Pair.in(
            directory.resolve("b"),
            config ->
                config.withLimits(
                    config
                        .limits()
                        .withIdle(Duration.ofSeconds(6))
                        .withSilence(Duration.ofSeconds(6))),
            config -> config);
    pair.inbox.completing = () -> Latches.pass(Duration.ofSeconds(15));

    assertThat(pair.push(TestOffer.of(1, FIRST)).verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
  }

  @Test
  void base_thatCannotBeRead_isDoneWithout() {
    Content base = Content.random(1_000_000, 3);
    TestOffer known = TestOffer.of(2, base.changed(1));
    SnapshotContent unreadable =
        new SnapshotContent() {
          @Override
          public long size() {
            return base.size();
          }

          @Override
          public int read(ByteBuffer into, long at) {
            throw new StorageException("reading the base: it is damaged", false);
          }

          @Override
          public void close() {
            // There is nothing open.
          }
        };
    pair.inbox.serve(TestOffer.version(1), base);

    Delivery delivery =
        pair.push(
            new TestOffer(
                known.manifest(), known.content(), Map.of(TestOffer.version(1), unreadable)));

    assertThat(delivery.verdict().code()).isEqualTo(Verdict.Code.ACCEPTED);
    assertThat(delivery.way()).isEqualTo(Delivery.Way.WHOLE);
  }

  @Test
  void difference_isLookedForOnce() {
    AtomicLong reads = new AtomicLong();
    Content base = Content.random(1_000_000, 3);
    Content changed = base.changed(1);
    SnapshotContent counted =
        new SnapshotContent() {
          @Override
          public long size() {
            return base.size();
          }

          @Override
          public int read(ByteBuffer into, long at) {
            reads.incrementAndGet();
            return base.read(into, at);
          }

          @Override
          public void close() {
            // There is nothing open.
          }
        };
    Differences differences = new Differences();
    String hash = TestOffer.sha256(base.bytes());
    Differences.Key key = new Differences.Key("public", hash, "00".repeat(32));

    Changes first = differences.between(key, counted, changed);
    long once = reads.get();

    assertThat(differences.between(key, counted, changed)).isSameAs(first);
    assertThat(reads).hasValue(once);
  }
}
