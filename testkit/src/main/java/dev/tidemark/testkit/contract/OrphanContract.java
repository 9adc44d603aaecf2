package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Orphan;
import dev.tidemark.core.sync.spi.Tally;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows without their parents are parked, never dropped and never stored. */
public interface OrphanContract extends ReplicaFixture {

  @Test
  default void orphan_isParkedWithWhatItWaitsFor() {
    try (Cycles cycles = new Cycles(this)) {
      Applied applied = cycles.live(Sample.live(Sample.IX, 7, 1, "org_id", 42L, "name", "Zürich"));

      assertThat(applied.tallies().get(Sample.IX))
          .isEqualTo(new Tally(1, 0, 0, 0, 0, 1, 0, 0, 0, 0));
      assertThat(cycles.rows(Sample.IX)).isEmpty();
      assertThat(cycles.changes()).isEmpty();
      assertThat(cycles.counts(Sample.IX).orphans()).isEqualTo(1);
      assertThat(cycles.counts(Sample.IX).rows()).isZero();
      Orphan orphan = cycles.orphans().get(0);
      assertThat(orphan.type()).isEqualTo("ix");
      assertThat(orphan.key()).isEqualTo("7");
      assertThat(orphan.missing()).containsExactly("org_id -> org 42");
      assertThat(orphan.since()).isEqualTo(cycles.now());
      assertThat(orphan.row())
          .startsWith("{")
          .contains("\"Zürich\"", "\"org_id\"", "42", "\"2026-01-02T00:00:00Z\"");
    }
  }

  @Test
  default void orphan_ofSeveralParents_namesThoseThatAreMissing() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.ORG, 1, 1),
          Sample.live(Sample.IX, 1, 1, "org_id", 1L),
          Sample.live(Sample.IXFAC, 1, 1, "ix_id", 1L, "fac_id", 8L),
          Sample.live(Sample.IXFAC, 2, 1, "ix_id", 9L, "fac_id", 8L));

      assertThat(cycles.orphans())
          .extracting(Orphan::missing)
          .containsExactly(List.of("fac_id -> fac 8"), List.of("ix_id -> ix 9", "fac_id -> fac 8"));
    }
  }

  @Test
  default void orphan_ofCompositeReference_isParkedAndNamesTheWholeKey() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.port(1, "a", "", 1), Sample.cable("c", 1, "a\"b", 1));

      assertThat(cycles.orphans()).hasSize(1);
      assertThat(cycles.orphans().get(0).key()).isEqualTo("c");
      assertThat(cycles.orphans().get(0).missing())
          .containsExactly("ix_id, label -> port [1,\"a\\\"b\"]");
    }
  }

  @Test
  default void orphans_areListedParentsFirstThenInKeyOrder() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.IXLAN, 1, 1, "ix_id", 404L),
          Sample.live(Sample.IX, 10, 1, "org_id", 404L),
          Sample.live(Sample.IX, 9, 1, "org_id", 404L));

      assertThat(cycles.orphans()).extracting(Orphan::key).containsExactly("9", "10", "1");
      assertThat(cycles.replica().held().orphans(2))
          .extracting(Orphan::key)
          .containsExactly("9", "10");
    }
  }

  @Test
  default void orphan_ofStoredRow_leavesTheStoredRowAsItIs() {
    Row stored = Sample.live(Sample.IX, 7, 1, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), stored);
      cycles.live(Sample.live(Sample.IX, 7, 2, "org_id", 404L));

      assertThat(cycles.rows(Sample.IX)).containsExactly(stored);
      assertThat(cycles.counts(Sample.IX).orphans()).isEqualTo(1);
      assertThat(cycles.changes()).hasSize(2);
    }
  }

  @Test
  default void orphan_thatComesAgain_isParkedOnceAndKeepsItsTime() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.IX, 7, 1, "org_id", 404L));
      Instant parked = cycles.now();
      cycles.reopen();
      Tally again =
          Cycles.total(cycles.live(Sample.live(Sample.IX, 7, 2, "org_id", 405L, "name", "new")));

      assertThat(again.orphans()).isEqualTo(1);
      assertThat(cycles.orphans()).hasSize(1);
      Orphan orphan = cycles.orphans().get(0);
      assertThat(orphan.since()).isEqualTo(parked);
      assertThat(orphan.missing()).containsExactly("org_id -> org 405");
      assertThat(orphan.row()).contains("\"new\"");
    }
  }

  @Test
  default void orphan_thatDoesNotComeAgain_staysParkedAndIsNotCountedAgain() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.IX, 7, 1, "org_id", 404L));
      Applied quiet = cycles.run(staging -> {});

      assertThat(Cycles.total(quiet)).isEqualTo(Tally.NONE);
      assertThat(cycles.counts(Sample.IX).orphans()).isEqualTo(1);
    }
  }

  @Test
  default void orphan_ofParkedParent_isParkedToo() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.IX, 1, 1, "org_id", 404L),
          Sample.live(Sample.IXLAN, 2, 1, "ix_id", 1L),
          Sample.live(Sample.IXPFX, 3, 1, "ixlan_id", 2L));

      assertThat(cycles.orphans())
          .extracting(Orphan::missing)
          .containsExactly(
              List.of("org_id -> org 404"),
              List.of("ix_id -> ix 1"),
              List.of("ixlan_id -> ixlan 2"));
      assertThat(cycles.changes()).isEmpty();
    }
  }

  @Test
  default void optionalReference_neverParks() {
    Row fac = Sample.live(Sample.FAC, 1, 1, "org_id", 1L, "campus_id", 404L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), fac);

      assertThat(cycles.rows(Sample.FAC)).containsExactly(fac);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  @Test
  default void tombstonedParent_countsAsThere() {
    Row ix = Sample.live(Sample.IX, 1, 1, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.dead(Sample.ORG, 1, 1), ix);

      assertThat(cycles.rows(Sample.IX)).containsExactly(ix);
    }
  }

  @Test
  default void requiredReferenceWithoutValue_isNoReference() {
    Row scrubbed = Sample.dead(Sample.IX, 1, 1, "org_id", null);
    Row bare = Sample.live(Sample.IX, 2, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(scrubbed, bare);

      assertThat(cycles.rows(Sample.IX)).containsExactly(scrubbed, bare);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  @Test
  default void compositeReferenceWithoutOneValue_isNoReference() {
    Row loose =
        Sample.of(
            Sample.CABLE, "code", "c", "ix_id", 404L, "updated", Sample.day(1), "gone", false);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(loose);

      assertThat(cycles.rows(Sample.CABLE)).containsExactly(loose);
    }
  }
}
