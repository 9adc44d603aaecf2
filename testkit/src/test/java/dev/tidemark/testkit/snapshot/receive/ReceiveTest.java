package dev.tidemark.testkit.snapshot.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Delivery.Way;
import dev.tidemark.core.snapshot.spi.Inbox.Reception;
import dev.tidemark.testkit.contract.SampleSnapshot;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is taken, and in which order. */
final class ReceiveTest {

  private final Edge edge = new Edge();

  @Test
  void push_first_isServed() {
    assertThatThrownBy(() -> edge.subscriber.read(Edge.NAME)).isInstanceOf(NotFoundException.class);

    assertThat(edge.push(Announced.small(1))).isEqualTo(Verdict.of(Code.ACCEPTED));

    edge.assertServing(Announced.small(1));
    edge.assertTidy();
    assertThat(edge.events.events())
        .containsExactly(
            new SnapshotEvent.Installed(Edge.NAME, Announced.small(1).version(), false),
            new SnapshotEvent.Received(
                Edge.NAME,
                Announced.small(1).version(),
                "origin",
                Verdict.of(Code.ACCEPTED),
                10_000,
                Duration.ZERO));
  }

  @Test
  void push_next_comesAsADifference() {
    SampleSnapshot old = SampleSnapshot.of(1, SampleSnapshot.noise(1, 1 << 20));
    byte[] bytes = old.bytes();
    bytes[400_000]++;
    SampleSnapshot next = SampleSnapshot.of(2, bytes).over(old);
    edge.push(old);

    Delivery delivery = edge.deliver(next);

    assertThat(delivery).isEqualTo(new Delivery(Verdict.of(Code.ACCEPTED), Way.DELTA, 4_096));
    edge.assertServing(next);
    edge.assertTidy();
  }

  // scenario 6
  @Test
  void push_again_isThereAlready() {
    edge.push(Announced.small(1));

    Delivery delivery = edge.deliver(Announced.small(1));

    assertThat(delivery).isEqualTo(new Delivery(Verdict.of(Code.ALREADY_HAVE), Way.NOTHING, 0));
    edge.assertTidy();
  }

  // scenario 13
  @Test
  void push_older_isRejectedAndToldTheHighest() {
    edge.push(Announced.small(2));

    Verdict verdict = edge.push(Announced.small(1));

    assertThat(verdict.code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(verdict.text())
        .isEqualTo("1764547200000-1 is not newer than 1764547200000-2, which was here before");
    edge.assertServing(Announced.small(2));
    edge.assertTidy();
  }

  @Test
  void push_ofAnEarlierEpoch_isRejected() {
    edge.push(Announced.small(1));
    SampleSnapshot old = Announced.version(Announced.small(2), new SnapshotVersion(0, 99));

    assertThat(edge.push(old).code()).isEqualTo(Code.REJECTED_OLD);
  }

  @Test
  void push_ofALaterEpoch_isTaken() {
    edge.push(Announced.small(7));
    SampleSnapshot next =
        Announced.version(Announced.small(2), new SnapshotVersion(1_764_550_800_000L, 1));

    assertThat(edge.push(next).code()).isEqualTo(Code.ACCEPTED);
    edge.assertServing(next);
  }

  /** What is older is not taken, however it was served before. */
  @Test
  void push_afterARestart_remembersTheHighest() {
    edge.push(Announced.small(2));
    edge.restart();

    edge.assertServing(Announced.small(2));
    assertThat(edge.push(Announced.small(1)).code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(edge.push(Announced.small(2)).code()).isEqualTo(Code.ALREADY_HAVE);
    assertThat(edge.push(Announced.small(3)).code()).isEqualTo(Code.ACCEPTED);
  }

  @Test
  void push_sameContentWithANewerVersion_isThereAlreadyAndItsVersionCounts() {
    SampleSnapshot served = Announced.small(1);
    SampleSnapshot same =
        Announced.content(SampleSnapshot.of(3, SampleSnapshot.noise(3, 500)), content(served));
    edge.push(served);

    assertThat(edge.push(same).code()).isEqualTo(Code.ALREADY_HAVE);

    assertThat(edge.push(Announced.small(2)).code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(edge.subscriber.status().names().get(Edge.NAME).highest()).contains(same.version());
    edge.assertServing(served);
    assertThat(edge.push(Announced.small(4)).code()).isEqualTo(Code.ACCEPTED);
  }

  @Test
  void push_equalRowsInOtherTables_isTaken() {
    SampleSnapshot served = Announced.small(1);
    SampleSnapshot other =
        Announced.schema(
            Announced.content(SampleSnapshot.of(2, SampleSnapshot.noise(2, 500)), content(served)),
            "ab".repeat(32));
    edge.push(served);

    assertThat(edge.push(other).code()).isEqualTo(Code.ACCEPTED);
    edge.assertServing(other);
  }

  private static String content(SampleSnapshot snapshot) {
    return snapshot.manifest().manifest().identity();
  }

  /** By the first version of the protocol, whose version is a time. */
  @Test
  void push_withoutProvenance_isTakenByItsFile() {
    SampleSnapshot one =
        Announced.bare(Announced.version(Announced.small(1), new SnapshotVersion(0, 1)));
    SampleSnapshot two =
        Announced.bare(Announced.version(Announced.small(2), new SnapshotVersion(0, 2)));

    assertThat(edge.push(one).code()).isEqualTo(Code.ACCEPTED);
    assertThat(edge.push(one).code()).isEqualTo(Code.ALREADY_HAVE);
    assertThat(edge.push(two).code()).isEqualTo(Code.ACCEPTED);
    assertThat(edge.push(one).code()).isEqualTo(Code.REJECTED_OLD);
    assertThat(edge.push(Announced.small(2)).code())
        .as("the same file")
        .isEqualTo(Code.ALREADY_HAVE);
  }

  // scenario 12
  @Test
  void push_twoAtOnce_theNewestWinsThatCompletesFirst() {
    Reception older = edge.wanted(Announced.small(1));
    Reception newer = edge.wanted(Announced.small(2));
    Edge.send(older, Announced.small(1));
    Edge.send(newer, Announced.small(2));
    assertThat(edge.disk.temporaries(Edge.NAME)).isEqualTo(2);

    assertThat(newer.complete().code()).isEqualTo(Code.ACCEPTED);
    assertThat(older.complete().code()).isEqualTo(Code.REJECTED_OLD);

    edge.assertServing(Announced.small(2));
    edge.assertTidy();
  }

  // scenario 12
  @Test
  void push_twoAtOnce_theNewestWinsThatCompletesLast() {
    Reception older = edge.wanted(Announced.small(1));
    Reception newer = edge.wanted(Announced.small(2));
    Edge.send(older, Announced.small(1));
    Edge.send(newer, Announced.small(2));

    assertThat(older.complete().code()).isEqualTo(Code.ACCEPTED);
    assertThat(newer.complete().code()).isEqualTo(Code.ACCEPTED);

    edge.assertServing(Announced.small(2));
    edge.assertTidy();
  }

  @Test
  void push_theSameTwiceAtOnce_isTakenOnce() {
    Reception one = edge.wanted(Announced.small(1));
    Reception other = edge.wanted(Announced.small(1));
    Edge.send(one, Announced.small(1));
    Edge.send(other, Announced.small(1));

    assertThat(one.complete().code()).isEqualTo(Code.ACCEPTED);
    assertThat(other.complete().code()).isEqualTo(Code.ALREADY_HAVE);
    edge.assertTidy();
  }

  // scenario 16
  @Test
  void push_damagedWithTheRightHash_isRejected() {
    edge.push(Announced.small(1));
    edge.disk.sound(bytes -> false);

    assertThat(edge.push(Announced.small(2)).code()).isEqualTo(Code.REJECTED_SCHEMA);

    edge.assertServing(Announced.small(1));
    edge.assertTidy();
  }

  // scenario 14
  @Test
  void push_otherBytes_isRejectedAndNothingIsKept() {
    SampleSnapshot snapshot = SampleSnapshot.of(1, SampleSnapshot.noise(1, 2 << 20));
    Reception reception = edge.wanted(snapshot);
    byte[] bytes = snapshot.bytes();
    bytes[77]++;
    reception.write(ByteBuffer.wrap(bytes), 0);

    assertThat(reception.complete().code()).isEqualTo(Code.REJECTED_HASH);
    reception.close();

    assertThat(edge.disk.partials(Edge.NAME)).isZero();
    edge.assertTidy();
  }

  // scenario 14
  @Test
  void push_truncated_isRejected() {
    Reception reception = edge.wanted(Announced.small(1));
    reception.write(ByteBuffer.wrap(Announced.small(1).bytes(), 0, 9_999), 0);

    Verdict verdict = reception.complete();

    assertThat(verdict)
        .isEqualTo(new Verdict(Code.REJECTED_SIZE, "expected 10000 bytes, found 9999"));
    edge.assertTidy();
  }

  @Test
  void push_withAGap_isRejected() {
    Reception reception = edge.wanted(Announced.small(1));
    reception.write(ByteBuffer.wrap(Announced.small(1).bytes(), 0, 5_000), 5_000);

    assertThat(reception.complete().code()).isEqualTo(Code.REJECTED_SIZE);
    edge.assertTidy();
  }

  // scenario 14
  @Test
  void push_extraBytes_isRejected() {
    Reception reception = edge.wanted(Announced.small(1));
    Edge.send(reception, Announced.small(1));

    assertThat(reception.write(ByteBuffer.allocate(1), 10_000).orElseThrow().code())
        .isEqualTo(Code.REJECTED_SIZE);
    edge.assertTidy();
  }

  /** Nobody writes on and on within the size. */
  @Test
  void push_sameBytesAgainAndAgain_isRejected() {
    Reception reception = edge.wanted(Announced.small(1));
    Edge.send(reception, Announced.small(1));

    assertThat(reception.write(ByteBuffer.allocate(1), 0).orElseThrow().code())
        .isEqualTo(Code.REJECTED_SIZE);
    edge.assertTidy();
  }

  @Test
  void push_atOddPlaces_isRejected() {
    for (long at : new long[] {-1, 10_000, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Reception reception = edge.wanted(Announced.small(1));
      assertThat(reception.write(ByteBuffer.allocate(1), at).orElseThrow().code())
          .as("at %d", at)
          .isEqualTo(Code.REJECTED_SIZE);
    }
    edge.assertTidy();
  }

  @Test
  void push_anEmptyFile_isServed() {
    SampleSnapshot empty = SampleSnapshot.of(1, new byte[0]);

    assertThat(edge.push(empty).code()).isEqualTo(Code.ACCEPTED);
    edge.assertServing(empty);
  }

  @Test
  void begin_whatIsNotServed_isRejected() {
    edge.push(Announced.small(1));
    Reception reception = edge.wanted(Announced.small(3));

    assertThat(reception.begin(Announced.small(2).version()).orElseThrow().code())
        .isEqualTo(Code.REJECTED_PROTOCOL);
    edge.assertTidy();
  }

  @Test
  void begin_behindBytes_isRejected() {
    edge.push(Announced.small(1));
    Reception reception = edge.wanted(Announced.small(3));
    reception.write(ByteBuffer.allocate(1), 0);

    assertThat(reception.begin(Announced.small(1).version()).orElseThrow().code())
        .isEqualTo(Code.REJECTED_PROTOCOL);
    edge.assertTidy();
  }

  /** Three newer ones have come since. */
  @Test
  void begin_whatIsGone_isNotTheFaultOfTheSnapshot() {
    edge.push(Announced.small(1));
    Reception reception = edge.wanted(Announced.small(9));
    for (int next = 2; next <= 4; next++) {
      edge.push(Announced.small(next));
    }

    assertThat(reception.begin(Announced.small(1).version()).orElseThrow())
        .isEqualTo(new Verdict(Code.FAILED, "there is no 1764547200000-1 any more to change"));
    edge.assertTidy();
  }

  /** It hears the same again, whatever it does. */
  @Test
  void reception_thatHasEnded_doesNothingMore() {
    Reception reception = edge.wanted(Announced.small(1));
    Edge.send(reception, Announced.small(1));
    Verdict verdict = reception.complete();
    edge.push(Announced.small(2));

    assertThat(reception.complete()).isEqualTo(verdict);
    assertThat(Edge.send(reception, Announced.small(1))).contains(verdict);
    assertThat(reception.begin(Announced.small(1).version())).contains(verdict);
    assertThat(reception.length()).isZero();
    reception.close();
    reception.close();

    edge.assertServing(Announced.small(2));
    assertThat(edge.told()).containsExactly(Code.ACCEPTED, Code.ACCEPTED);
    edge.assertTidy();
  }
}
