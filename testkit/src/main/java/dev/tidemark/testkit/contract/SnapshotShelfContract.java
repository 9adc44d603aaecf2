package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Shelves.build;
import static dev.tidemark.testkit.contract.Shelves.publish;
import static dev.tidemark.testkit.contract.Shelves.send;
import static dev.tidemark.testkit.contract.Shelves.shelf;
import static dev.tidemark.testkit.contract.Shelves.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is on a shelf, and who reads it. */
public interface SnapshotShelfContract extends SnapshotFixture {

  @Test
  default void an_empty_shelf_has_nothing() {
    try (Snapshots edge = newSnapshots()) {
      assertThat(shelf(edge).generations()).isEmpty();
      assertThat(shelf(edge).serving()).isEmpty();
      assertThat(shelf(edge).highest()).isEmpty();
      assertThatThrownBy(() -> shelf(edge).read()).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> shelf(edge).rollBack()).isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> shelf(edge).open(stamp(1).version()))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  default void who_reads_goes_on_while_others_are_installed_and_what_he_reads_is_let_go() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      publish(origin, edge, 1, Sample.word("tide", "water 1"));
      try (SnapshotReader reader = shelf(edge).read()) {
        for (int i = 2; i <= 5; i++) {
          publish(origin, edge, i, Sample.word("tide", "water " + i));
        }
        assertThat(Shelves.sequences(shelf(edge))).containsExactly(5L, 4L, 3L);
        assertThat(reader.manifest().manifest().version()).isEqualTo(stamp(1).version());
        assertThat(Shelves.rows(reader, Sample.WORD))
            .containsExactly(Sample.word("tide", "water 1"));
        assertThat(Shelves.rows(edge, Sample.WORD)).containsExactly(Sample.word("tide", "water 5"));
      }
    }
  }

  @Test
  default void who_sends_goes_on_while_what_he_sends_is_let_go() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      publish(origin, edge, 1, Sample.word("tide", "water 1"));
      byte[] bytes = Shelves.bytes(edge, 1);
      try (SnapshotContent content = shelf(edge).open(stamp(1).version())) {
        for (int i = 2; i <= 5; i++) {
          publish(origin, edge, i, Sample.word("tide", "water " + i));
        }
        assertThat(content.size()).isEqualTo(bytes.length);
        assertThat(Shelves.bytes(content)).isEqualTo(bytes);
      }
      assertThatThrownBy(() -> shelf(edge).open(stamp(1).version()))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  default void content_is_read_from_any_place_on_up_to_its_end() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      publish(origin, edge, 1, Sample.word("tide", "water"));
      byte[] bytes = Shelves.bytes(edge, 1);
      try (SnapshotContent content = shelf(edge).open(stamp(1).version())) {
        ByteBuffer last = ByteBuffer.allocate(100);
        assertThat(content.read(last, bytes.length - 10)).isEqualTo(10);
        assertThat(Arrays.copyOf(last.array(), 10))
            .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 10, bytes.length));
        assertThat(content.read(ByteBuffer.allocate(1), bytes.length)).isZero();
      }
    }
  }

  @Test
  default void rolled_back_the_older_one_is_served_and_the_highest_version_stays() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      publish(origin, edge, 1, Sample.word("tide", "water"));
      publish(origin, edge, 2, Sample.word("tide", "water that moves"));
      assertThat(shelf(edge).rollBack().manifest().version()).isEqualTo(stamp(1).version());

      assertThat(Shelves.rows(edge, Sample.WORD)).containsExactly(Sample.word("tide", "water"));
      assertThat(shelf(edge).highest()).contains(stamp(2).version());
      assertThatThrownBy(() -> shelf(edge).rollBack()).isInstanceOf(NotFoundException.class);
      try (Snapshots next = edge.reopen()) {
        assertThat(Shelves.serving(shelf(next))).contains(1L);
        assertThat(shelf(next).highest()).contains(stamp(2).version());
      }
    }
  }

  @Test
  default void below_a_version_that_it_was_raised_to_nothing_is_installed() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      assertThatThrownBy(() -> shelf(edge).raise(stamp(5).version()))
          .isInstanceOf(NotFoundException.class);
      publish(origin, edge, 1, Sample.word("tide", "water"));
      shelf(edge).raise(stamp(5).version());
      shelf(edge).raise(stamp(2).version());
      origin.put(Sample.word("tide", "water that moves"));
      build(origin, 4);

      assertThat(send(origin, edge, 4).code()).isEqualTo(Verdict.Code.REJECTED_OLD);
      assertThat(Shelves.serving(shelf(edge))).contains(1L);
      try (Snapshots next = edge.reopen()) {
        assertThat(Shelves.serving(shelf(next))).contains(1L);
        assertThat(shelf(next).highest()).contains(stamp(5).version());
        assertThat(send(origin, next, 4).code()).isEqualTo(Verdict.Code.REJECTED_OLD);
      }
    }
  }

  @Test
  default void what_comes_after_a_roll_back_is_served() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      publish(origin, edge, 1, Sample.word("tide", "water"));
      publish(origin, edge, 2, Sample.word("tide", "water that moves"));
      shelf(edge).rollBack();
      publish(origin, edge, 3, Sample.word("tide", "water that comes and goes"));

      assertThat(Shelves.serving(shelf(edge))).contains(3L);
    }
  }

  @Test
  default void shelves_of_other_names_have_nothing_in_common() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      publish(origin, edge, 1, Sample.word("tide", "water"));

      assertThat(edge.store().shelf("other").generations()).isEmpty();
    }
  }

  @Test
  default void a_reader_that_is_closed_twice_takes_nothing_from_others() {
    try (Snapshots origin = newSnapshots();
        Snapshots edge = newSnapshots()) {
      publish(origin, edge, 1, Sample.word("tide", "water"));
      SnapshotReader reader = shelf(edge).read();
      try (SnapshotReader other = shelf(edge).read()) {
        reader.close();
        reader.close();
        assertThat(Shelves.rows(other, Sample.WORD)).hasSize(1);
      }
    }
  }
}
