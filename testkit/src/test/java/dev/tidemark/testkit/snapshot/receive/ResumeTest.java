package dev.tidemark.testkit.snapshot.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Delivery.Way;
import dev.tidemark.core.snapshot.spi.Inbox.Reception;
import dev.tidemark.testkit.contract.SampleSnapshot;
import dev.tidemark.testkit.fake.SnapshotHop.Step;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What broke off goes on where it was. */
final class ResumeTest {

  private static final int MIB = 1 << 20;

  private final Edge edge = new Edge();
  private final SampleSnapshot large = SampleSnapshot.of(1, SampleSnapshot.noise(1, 3 * MIB));

  @Test
  void push_thatBreaksOff_goesOnAtTheNext() {
    edge.network.cutAfter(Edge.ADDRESS, 2 * MIB);
    assertThat(edge.tryPush(large)).isEmpty();
    edge.assertTidy();
    assertThat(edge.disk.partials(Edge.NAME)).isOne();
    assertThat(edge.last().verdict())
        .isEqualTo(
            new Verdict(Code.FAILED, "it broke off, 2097152 bytes after the offer of 3145728"));

    Delivery delivery = edge.deliver(large);

    assertThat(delivery).isEqualTo(new Delivery(Verdict.of(Code.ACCEPTED), Way.WHOLE, MIB));
    edge.assertServing(large);
    assertThat(edge.disk.partials(Edge.NAME)).isZero();
    edge.assertTidy();
  }

  @Test
  void push_thatBreaksOff_goesOnAfterARestart() {
    edge.network.cutAfter(Edge.ADDRESS, 2 * MIB);
    edge.tryPush(large);
    edge.restart();

    assertThat(edge.deliver(large).bytes()).isEqualTo(MIB);
    edge.assertServing(large);
  }

  @Test
  void push_thatBreaksOffEarly_leavesNothing() {
    edge.network.cutAfter(Edge.ADDRESS, MIB - 1 - 65_536);
    assertThat(edge.tryPush(large)).isEmpty();

    assertThat(edge.disk.partials(Edge.NAME)).isZero();
    edge.assertTidy();
  }

  /** Such bytes are no begin of the file. */
  @Test
  void push_ofADifferenceThatBreaksOff_leavesNothing() {
    edge.push(large);
    byte[] bytes = SampleSnapshot.noise(2, 3 * MIB);
    System.arraycopy(large.bytes(), 0, bytes, 0, MIB);
    SampleSnapshot next = SampleSnapshot.of(2, bytes).over(large);
    edge.network.cutAfter(Edge.ADDRESS, MIB + MIB / 2);

    assertThat(edge.tryPush(next)).isEmpty();

    assertThat(edge.disk.partials(Edge.NAME)).isZero();
    edge.assertTidy();
    edge.assertServing(large);
    assertThat(edge.push(next).code()).isEqualTo(Code.ACCEPTED);
  }

  @Test
  void push_ofSomethingElse_beginsAnew() {
    edge.network.cutAfter(Edge.ADDRESS, 2 * MIB);
    edge.tryPush(large);
    SampleSnapshot next = SampleSnapshot.of(2, SampleSnapshot.noise(2, 3 * MIB));

    assertThat(edge.deliver(next).bytes()).isEqualTo(3 * MIB);
    assertThat(edge.disk.partials(Edge.NAME)).as("it is old by now").isZero();
  }

  /** One goes on, and the other one begins anew. */
  @Test
  void push_twiceAtOnce_oneGetsWhatWasLeft() {
    edge.network.cutAfter(Edge.ADDRESS, 2 * MIB);
    edge.tryPush(large);

    Reception one = edge.wanted(large);
    Reception other = edge.wanted(large);

    assertThat(one.length()).isEqualTo(2 * MIB);
    assertThat(other.length()).isZero();
    one.close();
    other.close();
    assertThat(edge.disk.partials(Edge.NAME)).isOne();
    edge.assertTidy();
  }

  @Test
  void push_ofABadBegin_isRejectedOnceAndThenBeginsAnew() {
    Reception reception = edge.wanted(large);
    reception.write(ByteBuffer.wrap(SampleSnapshot.noise(9, 2 * MIB)), 0);
    reception.close();

    assertThat(edge.push(large).code()).isEqualTo(Code.REJECTED_HASH);
    assertThat(edge.push(large).code()).isEqualTo(Code.ACCEPTED);
    edge.assertTidy();
  }

  /** The sender does not know it, and comes again. */
  @Test
  void push_whoseVerdictIsLost_isThereAlready() {
    edge.network.cutAt(Edge.ADDRESS, Step.VERDICT);

    assertThat(edge.tryPush(large)).isEmpty();
    edge.assertServing(large);
    assertThat(edge.push(large).code()).isEqualTo(Code.ALREADY_HAVE);
  }

  @Test
  void push_thatBreaksBeforeItsEnd_needsNoByteMore() {
    edge.network.cutAt(Edge.ADDRESS, Step.END);

    assertThat(edge.tryPush(large)).isEmpty();
    assertThat(edge.serving()).isEmpty();
    assertThat(edge.deliver(large))
        .isEqualTo(new Delivery(Verdict.of(Code.ACCEPTED), Way.WHOLE, 0));
  }
}
