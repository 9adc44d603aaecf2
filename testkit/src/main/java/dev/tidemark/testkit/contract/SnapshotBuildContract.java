package dev.tidemark.testkit.contract;

import static dev.tidemark.testkit.contract.Shelves.build;
import static dev.tidemark.testkit.contract.Shelves.shelf;
import static dev.tidemark.testkit.contract.Shelves.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.spi.Built;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** How snapshots are built from a source. */
public interface SnapshotBuildContract extends SnapshotFixture {

  @Test
  default void a_snapshot_holds_the_rows_of_the_types_that_are_allowed() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    Row word = Sample.word("tide", "water that moves");
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(org, word, Sample.port(4, "eth0", "uplink", 2));
      Built built = build(snapshots, 1);

      assertThat(built.way()).isEqualTo(Built.Way.FULL);
      assertThat(Shelves.rows(snapshots, Sample.ORG)).containsExactly(org);
      assertThat(Shelves.rows(snapshots, Sample.WORD)).containsExactly(word);
    }
  }

  @Test
  default void a_manifest_says_what_is_so() throws NoSuchAlgorithmException {
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(Sample.word("tide", "water that moves"));
      SnapshotManifest manifest = build(snapshots, 1).manifest();

      byte[] bytes = Shelves.bytes(snapshots, 1);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      assertThat(manifest.name()).isEqualTo(Shelves.NAME);
      assertThat(manifest.stamp()).isEqualTo(stamp(1));
      assertThat(manifest.size()).isEqualTo(bytes.length);
      assertThat(manifest.fileHash()).isEqualTo(HexFormat.of().formatHex(hash));
      assertThat(manifest.provenance().orElseThrow().specHash()).isEqualTo(Shelves.PLAN.specHash());
      assertThat(shelf(snapshots).serving().orElseThrow().manifest()).isEqualTo(manifest);
    }
  }

  @Test
  default void the_same_content_gives_the_last_one_again() {
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(Sample.word("tide", "water that moves"));
      SnapshotManifest first = build(snapshots, 1).manifest();
      snapshots.put(Sample.port(4, "eth0", "not allowed", 2));
      Built again = build(snapshots, 2);

      assertThat(again.way()).isEqualTo(Built.Way.UNCHANGED);
      assertThat(again.manifest()).isEqualTo(first);
      assertThat(Shelves.sequences(shelf(snapshots))).containsExactly(1L);
      assertThat(shelf(snapshots).highest()).contains(stamp(1).version());
    }
  }

  @Test
  default void the_same_content_is_built_anew_where_the_last_one_is_too_old() {
    Row word = Sample.word("tide", "water that moves");
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(word);
      SnapshotManifest first = build(snapshots, 1).manifest();

      assertThat(build(snapshots, 2, stamp(1).built()).manifest()).isEqualTo(first);
      SnapshotManifest second = build(snapshots, 3, stamp(2).built()).manifest();

      assertThat(second.stamp()).isEqualTo(stamp(3));
      assertThat(second.provenance()).isEqualTo(first.provenance());
      assertThat(shelf(snapshots).serving().orElseThrow().manifest()).isEqualTo(second);
      assertThat(Shelves.rows(snapshots, Sample.WORD)).containsExactly(word);
      assertThat(build(snapshots, 4, stamp(3).built()).way()).isEqualTo(Built.Way.UNCHANGED);
    }
  }

  /** So a difference can be sent to those who have what was built when the content was new. */
  @Test
  default void stamps_of_the_same_content_push_nothing_else_off_the_shelf() {
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(Sample.word("tide", "water"));
      build(snapshots, 1);
      snapshots.put(Sample.word("tide", "water that moves"));
      for (int i = 2; i <= 6; i++) {
        build(snapshots, i, stamp(i).built());
      }
      assertThat(Shelves.sequences(shelf(snapshots))).containsExactly(6L, 2L, 1L);

      snapshots.put(Sample.word("tide", "water that comes and goes"));
      build(snapshots, 7);
      assertThat(Shelves.sequences(shelf(snapshots))).containsExactly(7L, 6L, 2L);
      try (Snapshots next = snapshots.reopen()) {
        assertThat(Shelves.sequences(shelf(next))).containsExactly(7L, 6L, 2L);
      }
    }
  }

  @Test
  default void rolled_back_past_all_stamps_of_the_content_another_one_is_served() {
    Row before = Sample.word("tide", "water");
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(before);
      build(snapshots, 1);
      snapshots.put(Sample.word("tide", "water that moves"));
      build(snapshots, 2);
      build(snapshots, 3, stamp(3).built());

      assertThat(shelf(snapshots).rollBack().manifest().stamp()).isEqualTo(stamp(1));
      assertThat(Shelves.rows(snapshots, Sample.WORD)).containsExactly(before);
    }
  }

  @Test
  default void what_changes_is_in_the_next_one() {
    Row before = Sample.word("tide", "water");
    Row after = Sample.word("tide", "water that moves");
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(before);
      SnapshotManifest first = build(snapshots, 1).manifest();
      snapshots.put(after);
      Built second = build(snapshots, 2);

      assertThat(second.way()).isNotEqualTo(Built.Way.UNCHANGED);
      assertThat(second.manifest().identity()).isNotEqualTo(first.identity());
      assertThat(Shelves.rows(snapshots, Sample.WORD)).containsExactly(after);
      assertThat(Shelves.sequences(shelf(snapshots))).containsExactly(2L, 1L);
    }
  }

  @Test
  default void what_is_as_it_was_has_the_identity_that_it_had() {
    Row first = Sample.word("tide", "water");
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(first);
      String before = build(snapshots, 1).manifest().identity();
      snapshots.put(Sample.word("tide", "water that moves"));
      build(snapshots, 2);
      snapshots.put(first);

      assertThat(build(snapshots, 3).manifest().identity()).isEqualTo(before);
      assertThat(Shelves.serving(shelf(snapshots))).contains(3L);
    }
  }

  @Test
  default void another_plan_gives_another_snapshot_even_of_the_same_source() {
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(Sample.word("tide", "water"));
      build(snapshots, 1);
      Built other = snapshots.store().build(Shelves.plan(Sample.WORD), stamp(2));

      assertThat(other.way()).isEqualTo(Built.Way.FULL);
      assertThat(Shelves.serving(shelf(snapshots))).contains(2L);
    }
  }

  /** What was allowed before and is not any more must not be rolled back to. */
  @Test
  default void another_plan_takes_what_earlier_ones_let_through_off_the_shelf_at_once() {
    try (Snapshots snapshots = newSnapshots()) {
      for (int i = 1; i <= 2; i++) {
        snapshots.put(Sample.word("tide", "water " + i));
        build(snapshots, i);
      }
      snapshots.store().build(Shelves.plan(Sample.WORD), stamp(3));

      assertThat(Shelves.sequences(shelf(snapshots))).containsExactly(3L);
      assertThatThrownBy(() -> shelf(snapshots).rollBack()).isInstanceOf(NotFoundException.class);
      try (Snapshots next = snapshots.reopen()) {
        assertThat(Shelves.sequences(shelf(next))).containsExactly(3L);
      }
    }
  }

  @Test
  default void an_interrupted_build_leaves_what_was() {
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(Sample.word("tide", "water"));
      build(snapshots, 1);
      snapshots.put(Sample.word("tide", "water that moves"));
      Thread.currentThread().interrupt();
      try {
        assertThatThrownBy(() -> build(snapshots, 2)).isInstanceOf(CancelledException.class);
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }

      assertThat(Shelves.serving(shelf(snapshots))).contains(1L);
      build(snapshots, 2);
      assertThat(Shelves.serving(shelf(snapshots))).contains(2L);
    }
  }

  @Test
  default void the_mark_is_another_one_after_a_commit_and_the_same_without() {
    try (Snapshots snapshots = newSnapshots()) {
      snapshots.put(Sample.word("tide", "water"));
      long before = snapshots.store().mark();
      assertThat(snapshots.store().mark()).isEqualTo(before);
      snapshots.put(Sample.word("tide", "water that moves"));

      assertThat(snapshots.store().mark()).isNotEqualTo(before);
    }
  }

  @Test
  default void the_newest_three_stay_and_the_next_process_has_them() {
    try (Snapshots snapshots = newSnapshots()) {
      for (int i = 1; i <= 5; i++) {
        snapshots.put(Sample.word("tide", "water " + i));
        build(snapshots, i);
      }
      assertThat(Shelves.sequences(shelf(snapshots))).containsExactly(5L, 4L, 3L);

      try (Snapshots next = snapshots.reopen()) {
        assertThat(Shelves.sequences(shelf(next))).containsExactly(5L, 4L, 3L);
        assertThat(shelf(next).highest()).contains(stamp(5).version());
        assertThat(Shelves.rows(next, Sample.WORD)).containsExactly(Sample.word("tide", "water 5"));
        assertThat(build(next, 6).way()).isEqualTo(Built.Way.UNCHANGED);
      }
    }
  }
}
