package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Shelves.manifest;
import static dev.tidemark.testkit.contract.Shelves.publish;
import static dev.tidemark.testkit.contract.Shelves.send;
import static dev.tidemark.testkit.contract.Shelves.shelf;
import static dev.tidemark.testkit.contract.Shelves.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Incoming;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** How a snapshot comes in from elsewhere. */
public interface SnapshotReceiveContract extends SnapshotFixture {

  @Test
  default void what_was_sent_is_served_with_the_manifest_that_was_announced() {
    Row word = Sample.word("tide", "water");
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      publish(origin, edge, 1, word);

      assertThat(shelf(edge).serving()).contains(manifest(origin, 1));
      assertThat(shelf(edge).highest()).contains(stamp(1).version());
      assertThat(Shelves.rows(edge, Sample.WORD)).containsExactly(word);
      assertThat(Shelves.bytes(edge, 1)).isEqualTo(Shelves.bytes(origin, 1));
    }
  }

  @Test
  default void it_may_come_in_pieces_of_any_order_of_which_the_first_ones_count() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      byte[] bytes = built(origin, 1, "water");
      int third = bytes.length / 3;
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 1))) {
        assertThat(incoming.length()).isZero();
        incoming.write(ByteBuffer.wrap(bytes, 0, third), 0);
        assertThat(incoming.length()).isEqualTo(third);
        incoming.write(ByteBuffer.wrap(bytes, 2 * third, bytes.length - 2 * third), 2 * third);
        assertThat(incoming.length()).isEqualTo(third);
        incoming.write(ByteBuffer.wrap(bytes, third, third), third);

        assertThat(incoming.install()).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
      }
    }
  }

  @Test
  default void one_wrong_byte_is_rejected_and_nothing_changes() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      publish(origin, edge, 1, Sample.word("tide", "water"));
      byte[] bytes = built(origin, 2, "water that moves");
      bytes[bytes.length / 2] ^= 1;
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 2))) {
        incoming.write(ByteBuffer.wrap(bytes), 0);

        assertThat(incoming.install().code()).isEqualTo(Verdict.Code.REJECTED_HASH);
      }
      assertThat(Shelves.serving(shelf(edge))).contains(1L);
      assertThat(shelf(edge).highest()).contains(stamp(1).version());
      assertThat(send(origin, edge, 2).code()).isEqualTo(Verdict.Code.ACCEPTED);
    }
  }

  @Test
  default void what_is_too_short_or_too_long_is_rejected() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      byte[] bytes = built(origin, 1, "water");
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 1))) {
        incoming.write(ByteBuffer.wrap(bytes, 0, bytes.length - 1), 0);
        assertThat(incoming.install().code()).isEqualTo(Verdict.Code.REJECTED_SIZE);
      }
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 1))) {
        incoming.write(ByteBuffer.wrap(bytes), 0);
        incoming.write(ByteBuffer.wrap(new byte[] {1}), bytes.length);
        assertThat(incoming.install().code()).isEqualTo(Verdict.Code.REJECTED_SIZE);
      }
      assertThat(shelf(edge).generations()).isEmpty();
    }
  }

  @Test
  default void changes_are_written_over_a_copy_of_an_older_one() {
    Row word = Sample.word("tide", "water that moves");
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      publish(origin, edge, 1, Sample.word("tide", "water"));
      byte[] before = Shelves.bytes(origin, 1);
      byte[] after = built(origin, 2, "water that moves");
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 2))) {
        incoming.copy(stamp(1).version());
        for (int i = 0; i < after.length; i++) {
          if (i >= before.length || before[i] != after[i]) {
            incoming.write(ByteBuffer.wrap(after, i, 1), i);
          }
        }
        assertThat(incoming.install()).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
      }
      assertThat(Shelves.rows(edge, Sample.WORD)).containsExactly(word);
    }
  }

  @Test
  default void there_is_no_copy_of_one_that_is_not_there() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      built(origin, 1, "water");
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 1))) {
        assertThatThrownBy(() -> incoming.copy(stamp(7).version()))
            .isInstanceOf(NotFoundException.class);
      }
    }
  }

  @Test
  default void what_was_suspended_is_gone_on_with_by_one_alone() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      byte[] bytes = built(origin, 1, "water");
      int half = bytes.length / 2;
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 1))) {
        incoming.write(ByteBuffer.wrap(bytes, 0, half), 0);
        incoming.suspend();
      }
      try (Incoming first = shelf(edge).receive(manifest(origin, 1));
          Incoming second = shelf(edge).receive(manifest(origin, 1))) {
        assertThat(first.length()).isEqualTo(half);
        assertThat(second.length()).isZero();
        first.write(ByteBuffer.wrap(bytes, half, bytes.length - half), half);

        assertThat(first.install()).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
      }
    }
  }

  @Test
  default void the_next_process_goes_on_with_it_too() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      byte[] bytes = built(origin, 1, "water");
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 1))) {
        incoming.write(ByteBuffer.wrap(bytes, 0, 100), 0);
        incoming.suspend();
      }
      try (Snapshots next = edge.reopen();
          Incoming incoming = shelf(next).receive(manifest(origin, 1))) {
        assertThat(incoming.length()).isEqualTo(100);
      }
    }
  }

  @Test
  default void what_was_closed_or_suspended_before_another_was_installed_is_gone() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      byte[] bytes = built(origin, 1, "water");
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 1))) {
        incoming.write(ByteBuffer.wrap(bytes), 0);
      }
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 1))) {
        assertThat(incoming.length()).isZero();
        incoming.write(ByteBuffer.wrap(bytes, 0, 100), 0);
        incoming.suspend();
      }
      publish(origin, edge, 2, Sample.word("tide", "water that moves"));
      try (Incoming incoming = shelf(edge).receive(manifest(origin, 1))) {
        assertThat(incoming.length()).isZero();
      }
    }
  }

  @Test
  default void two_at_once_do_not_meet() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      byte[] one = built(origin, 1, "water");
      byte[] two = built(origin, 2, "water that moves");
      try (Incoming first = shelf(edge).receive(manifest(origin, 1));
          Incoming second = shelf(edge).receive(manifest(origin, 2))) {
        int half = one.length / 2;
        first.write(ByteBuffer.wrap(one, 0, half), 0);
        second.write(ByteBuffer.wrap(two), 0);
        first.write(ByteBuffer.wrap(one, half, one.length - half), half);

        assertThat(first.install()).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
        assertThat(second.install()).isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));
      }
      assertThat(Shelves.sequences(shelf(edge))).containsExactly(2L, 1L);
      assertThat(Shelves.serving(shelf(edge))).contains(2L);
    }
  }

  private static byte[] built(Snapshots origin, long sequence, String meaning) {
    origin.put(Sample.word("tide", meaning));
    Shelves.build(origin, sequence);
    return Shelves.bytes(origin, sequence);
  }
}
