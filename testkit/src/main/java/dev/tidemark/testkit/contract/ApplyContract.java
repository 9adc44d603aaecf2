package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Change.Kind;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Tally;
import org.junit.jupiter.api.Test;

/** What an apply does to rows that have all their parents. */
public interface ApplyContract extends ReplicaFixture {

  @Test
  default void apply_nothingStaged_changesNothing() {
    try (Cycles cycles = new Cycles(this)) {
      Applied applied = cycles.run(staging -> {});

      assertThat(applied.tallies())
          .containsOnlyKeys(Sample.SCHEMA.types())
          .allSatisfy((type, tally) -> assertThat(tally).isEqualTo(Tally.NONE));
      assertThat(applied.position().value()).isZero();
    }
  }

  @Test
  default void apply_newRows_areInserted() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    Row ix = Sample.live(Sample.IX, 7, 1, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      Applied applied = cycles.live(ix, org);

      assertThat(applied.tallies().get(Sample.ORG))
          .isEqualTo(new Tally(1, 1, 0, 0, 0, 0, 0, 0, 0, 0));
      assertThat(applied.tallies().get(Sample.IX))
          .isEqualTo(new Tally(1, 1, 0, 0, 0, 0, 0, 0, 0, 0));
      assertThat(cycles.rows(Sample.ORG)).containsExactly(org);
      assertThat(cycles.rows(Sample.IX)).containsExactly(ix);
      assertThat(cycles.changes())
          .extracting(Change::type, Change::key, Change::kind)
          .containsExactly(
              tuple("org", org.key(), Kind.INSERT), tuple("ix", ix.key(), Kind.INSERT));
    }
  }

  @Test
  default void apply_sameRowsAgain_changesNothing() {
    Row[] rows = {
      Sample.live(Sample.ORG, 1, 1, "notes", null),
      Sample.dead(Sample.ORG, 2, 1),
      Sample.live(Sample.FAC, 1, 1, "org_id", 1L, "campus_id", 404L),
      Sample.port(1, "a", "", 1),
      Sample.cable("c", 1, "a", 1),
      Sample.word("w", "")
    };
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(rows);
      Tally again = Cycles.total(cycles.live(rows));
      Tally listed = Cycles.total(cycles.list(rows));

      assertThat(again).isEqualTo(new Tally(6, 0, 0, 0, 6, 0, 0, 0, 0, 0));
      assertThat(listed).isEqualTo(again);
      assertThat(cycles.changes()).hasSize(6).allMatch(change -> change.cycle() == 1);
    }
  }

  @Test
  default void apply_changedContent_isAnUpdate() {
    Row changed = Sample.live(Sample.ORG, 1, 2, "name", "new");
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.ORG, 2, 1));

      assertThat(Cycles.total(cycles.live(changed)))
          .isEqualTo(new Tally(1, 0, 1, 0, 0, 0, 0, 0, 0, 0));
      assertThat(cycles.rows(Sample.ORG)).containsExactly(changed, Sample.live(Sample.ORG, 2, 1));
      assertLast(cycles, changed, Kind.UPDATE);
    }
  }

  /** Upstreams change content without a newer version; comparing by content heals that. */
  @Test
  default void apply_changedContentOfTheSameVersion_isAnUpdate() {
    Row changed = Sample.live(Sample.ORG, 1, 1, "notes", "silently");
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1));

      assertThat(Cycles.total(cycles.live(changed)).updated()).isEqualTo(1);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(changed);
    }
  }

  @Test
  default void apply_newerVersionAlone_isAnUpdate() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1));

      assertThat(Cycles.total(cycles.live(Sample.live(Sample.ORG, 1, 2))).updated()).isEqualTo(1);
    }
  }

  @Test
  default void apply_tombstoneOfStoredRow_isADeleteAndTheRowStays() {
    Row tombstone = Sample.dead(Sample.ORG, 1, 2);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1));

      assertThat(Cycles.total(cycles.live(tombstone)))
          .isEqualTo(new Tally(1, 0, 0, 1, 0, 0, 0, 0, 0, 0));
      assertThat(cycles.rows(Sample.ORG)).containsExactly(tombstone);
      assertLast(cycles, tombstone, Kind.DELETE);
    }
  }

  @Test
  default void apply_tombstoneNeverSeenAlive_isAnInsert() {
    Row tombstone = Sample.dead(Sample.ORG, 1, 2);
    try (Cycles cycles = new Cycles(this)) {
      assertThat(Cycles.total(cycles.live(tombstone)).inserted()).isEqualTo(1);
      assertLast(cycles, tombstone, Kind.INSERT);
    }
  }

  @Test
  default void apply_tombstoneThatChanges_isAnUpdate() {
    Row later = Sample.dead(Sample.ORG, 1, 3);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.dead(Sample.ORG, 1, 2));

      assertThat(Cycles.total(cycles.live(later)).updated()).isEqualTo(1);
      assertLast(cycles, later, Kind.UPDATE);
    }
  }

  @Test
  default void apply_tombstoneThatComesAlive_isAnUpdate() {
    Row alive = Sample.live(Sample.ORG, 1, 3);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.dead(Sample.ORG, 1, 2));

      assertThat(Cycles.total(cycles.live(alive)).updated()).isEqualTo(1);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(alive);
      assertLast(cycles, alive, Kind.UPDATE);
    }
  }

  @Test
  default void apply_booleanTombstone_isADelete() {
    Row cut =
        Sample.of(
            Sample.CABLE,
            "code",
            "c",
            "ix_id",
            1L,
            "label",
            "a",
            "updated",
            Sample.day(2),
            "gone",
            true);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.port(1, "a", "", 1), Sample.cable("c", 1, "a", 1));

      assertThat(Cycles.total(cycles.live(cut)).deleted()).isEqualTo(1);
      assertThat(cycles.counts(Sample.CABLE).byStatus()).containsEntry("true", 1L);
    }
  }

  @Test
  default void apply_typeWithoutVersionAndTombstone_isUpdatedByContent() {
    Row changed = Sample.word("deleted", "deleted");
    try (Cycles cycles = new Cycles(this)) {
      cycles.list(Sample.word("deleted", "ok"));

      assertThat(Cycles.total(cycles.list(changed)))
          .isEqualTo(new Tally(1, 0, 1, 0, 0, 0, 0, 0, 0, 0));
      assertThat(cycles.rows(Sample.WORD)).containsExactly(changed);
    }
  }

  @Test
  default void apply_afterOpeningAgain_comparesWithWhatWasStored() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1));
      cycles.reopen();

      assertThat(Cycles.total(cycles.live(Sample.live(Sample.ORG, 1, 1))).unchanged()).isEqualTo(1);
    }
  }

  private static void assertLast(Cycles cycles, Row row, Kind kind) {
    Change last = cycles.changes().get(cycles.changes().size() - 1);
    assertThat(last.key()).isEqualTo(row.key());
    assertThat(last.kind()).isEqualTo(kind);
  }
}
