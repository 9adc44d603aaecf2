package dev.tidemark.testkit.snapshot.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.Subscriber;
import dev.tidemark.core.snapshot.SubscriberPolicy;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Inbox.Reception;
import dev.tidemark.testkit.contract.SampleSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails and wherever, the last good one is served, and the next one is taken. */
final class FailureTest {

  private final Edge edge = new Edge();
  private final SampleSnapshot good = SampleSnapshot.of(1, SampleSnapshot.noise(1, 1_100_000));
  private final SampleSnapshot next = SampleSnapshot.of(2, changed(good.bytes())).over(good);

  private static byte[] changed(byte[] bytes) {
    bytes[12_345]++;
    return bytes;
  }

  // scenario 17
  @ParameterizedTest
  @ValueSource(strings = {"receive", "copy", "write", "verify", "sync", "rename", "open", "commit"})
  void push_whenTheDiskFailsAtAStep_isRejected(String step) {
    edge.push(good);
    edge.disk.failAt(step + " public");

    assertThat(edge.push(next))
        .isEqualTo(new Verdict(Code.REJECTED_DISK, "the disk has no room for it, or fails"));
    assertBroke(step + " public: told to fail");

    edge.disk.recover();
    edge.assertServing(good);
    edge.assertTidy();
    assertThat(edge.push(next).code()).isEqualTo(Code.ACCEPTED);
    edge.assertServing(next);
    assertThat(edge.events.events(SnapshotEvent.Installed.class)).hasSize(2);
  }

  /** The peer is not told what the listener is. */
  private void assertBroke(String message) {
    assertThat(edge.events.events(SnapshotEvent.TakingFailed.class))
        .singleElement()
        .satisfies(event -> assertThat(event.cause()).hasMessage(message));
  }

  /** A file that is closed, or in the way of somebody, is no fault of the disk. */
  @Test
  void push_whenTheStoreIsAtFault_fails() {
    edge.disk.before(
        each -> {
          if (each.equals("receive public")) {
            throw new StorageException("/a/path: it is closed", false);
          }
        });

    Verdict verdict = edge.push(good);

    assertThat(verdict.code()).isEqualTo(Code.FAILED);
    assertThat(verdict.text()).doesNotContain("/a/path");
  }

  /** It is a bug then, and nobody's fault outside. */
  @ParameterizedTest
  @ValueSource(strings = {"receive", "copy", "write", "verify", "sync", "rename", "open", "commit"})
  void push_whenAStepBreaks_fails(String step) {
    edge.push(good);
    edge.disk.before(
        each -> {
          if (each.equals(step + " public")) {
            throw new StackOverflowError("so deep");
          }
        });

    Verdict verdict = edge.push(next);
    assertThat(verdict.code()).isEqualTo(Code.FAILED);
    assertThat(verdict.text()).doesNotContain("so deep");
    assertBroke("so deep");

    edge.disk.recover();
    edge.assertServing(good);
    assertThat(edge.push(next).code()).isEqualTo(Code.ACCEPTED);
  }

  @ParameterizedTest
  @CsvSource({
    "receive,1",
    "copy,1",
    "write,1",
    "verify,1",
    "sync,1",
    "rename,1",
    "open,1",
    "commit,1",
    "committed,2"
  })
  void push_whenTheProcessDiesAtAStep_theNextOneServes(String step, long served) {
    edge.push(good);
    edge.disk.dieAt(step + " public");
    edge.tryPush(next);

    edge.disk.recover();
    edge.restart();

    edge.assertServing(served == 1 ? good : next);
    edge.assertTidy();
    assertThat(edge.push(next).code()).isEqualTo(served == 1 ? Code.ACCEPTED : Code.ALREADY_HAVE);
    edge.assertServing(next);
  }

  @Test
  void push_whenTheDiskIsFullFromTheStart_isRejected() {
    edge.disk.room(1_000_000);

    Verdict verdict = edge.push(good);

    assertThat(verdict.code()).isEqualTo(Code.REJECTED_DISK);
    assertThat(verdict.text()).doesNotContain("1000000");
    edge.assertTidy();
  }

  @Test
  void push_whenTheDiskFillsMeanwhile_isRejected() {
    Reception reception = edge.wanted(good);
    edge.disk.room(1_000_000);

    assertThat(Edge.send(reception, good).orElseThrow().code()).isEqualTo(Code.REJECTED_DISK);

    reception.close();
    edge.assertTidy();
    edge.disk.recover();
    assertThat(edge.push(good).code()).isEqualTo(Code.ACCEPTED);
  }

  @Test
  void close_whenNothingCanBeKept_leavesNothing() {
    Reception reception = edge.wanted(good);
    Edge.send(reception, good);
    edge.disk.failAt("suspend public");

    reception.close();

    assertThat(edge.disk.partials(Edge.NAME)).isZero();
    edge.assertTidy();
    assertThat(edge.last().verdict().code()).isEqualTo(Code.REJECTED_DISK);
  }

  /** A listener is at fault itself. */
  @Test
  void push_whenAListenerThrows_isServed() {
    Edge deaf = new Edge();
    deaf.subscriber =
        Subscriber.of(
            SubscriberPolicy.taking(Edge.NAME),
            deaf.store,
            deaf.clock,
            event -> {
              throw new IllegalStateException("I do not want to hear it");
            });
    Reception reception = deaf.wanted(good);
    Edge.send(reception, good);

    assertThat(reception.complete().code()).isEqualTo(Code.ACCEPTED);
    deaf.assertServing(good);
  }
}
