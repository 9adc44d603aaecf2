package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Tally;
import org.junit.jupiter.api.Test;

/** A parked row joins the replica in the cycle in which its parents are known. */
public interface ReleaseContract extends ReplicaFixture {

  @Test
  default void parked_whenParentArrives_isReleased() {
    Row ix = Sample.live(Sample.IX, 7, 1, "org_id", 42L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(ix);
      cycles.reopen();
      Applied applied = cycles.live(Sample.live(Sample.ORG, 42, 2));

      assertThat(applied.tallies().get(Sample.ORG))
          .isEqualTo(new Tally(1, 1, 0, 0, 0, 0, 0, 0, 0, 0));
      assertThat(applied.tallies().get(Sample.IX))
          .isEqualTo(new Tally(0, 1, 0, 0, 0, 0, 1, 0, 0, 0));
      assertThat(cycles.rows(Sample.IX)).containsExactly(ix);
      assertThat(cycles.orphans()).isEmpty();
      assertThat(cycles.counts(Sample.IX).orphans()).isZero();
      assertThat(cycles.changes()).extracting(Change::type).containsExactly("org", "ix");
    }
  }

  @Test
  default void parked_chain_isReleasedAtOnce() {
    Row[] chain = {
      Sample.live(Sample.IX, 1, 1, "org_id", 42L),
      Sample.live(Sample.IXLAN, 2, 1, "ix_id", 1L),
      Sample.live(Sample.IXPFX, 3, 1, "ixlan_id", 2L)
    };
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(chain);
      Applied applied = cycles.live(Sample.live(Sample.ORG, 42, 2));

      assertThat(Cycles.total(applied).released()).isEqualTo(3);
      assertThat(cycles.orphans()).isEmpty();
      assertThat(cycles.changes())
          .extracting(Change::type)
          .containsExactly("org", "ix", "ixlan", "ixpfx");
      assertThat(cycles.rows(Sample.IXPFX)).containsExactly(chain[2]);
    }
  }

  @Test
  default void parked_chainParkedInSeveralCycles_isReleasedAtOnce() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.IXPFX, 3, 1, "ixlan_id", 2L));
      cycles.live(Sample.live(Sample.IXLAN, 2, 1, "ix_id", 1L));
      cycles.live(Sample.live(Sample.ORG, 42, 2));
      assertThat(cycles.orphans()).hasSize(2);

      Applied applied = cycles.live(Sample.live(Sample.IX, 1, 3, "org_id", 42L));

      assertThat(Cycles.total(applied).released()).isEqualTo(2);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  @Test
  default void parked_withTwoMissingParents_waitsForBoth() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.ORG, 1, 1),
          Sample.live(Sample.IXFAC, 5, 1, "ix_id", 1L, "fac_id", 2L));
      cycles.live(Sample.live(Sample.IX, 1, 1, "org_id", 1L));
      assertThat(cycles.orphans()).hasSize(1);
      assertThat(cycles.orphans().get(0).missing()).containsExactly("fac_id -> fac 2");

      cycles.live(Sample.live(Sample.FAC, 2, 1, "org_id", 1L));

      assertThat(cycles.orphans()).isEmpty();
      assertThat(cycles.rows(Sample.IXFAC)).hasSize(1);
    }
  }

  @Test
  default void parked_ofCompositeReference_isReleased() {
    Row cable = Sample.cable("c", 1, "😀", 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(cable);
      cycles.live(Sample.port(1, "a", "another", 1));
      assertThat(cycles.rows(Sample.CABLE)).isEmpty();

      cycles.live(Sample.port(1, "😀", "the one", 1));

      assertThat(cycles.rows(Sample.CABLE)).containsExactly(cable);
    }
  }

  @Test
  default void parked_withExtraNullAndMissing_isReleasedAsItCame() {
    Row fac =
        Row.builder(Sample.FAC)
            .set(Sample.FAC.indexOf("id"), 1L)
            .set(Sample.FAC.indexOf("org_id"), 42L)
            .set(Sample.FAC.indexOf("campus_id"), null)
            .set(Sample.FAC.indexOf("updated"), Sample.day(1))
            .extra("{\"new\":[1.0,\"😀\"]}")
            .build();
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(fac);
      cycles.live(Sample.live(Sample.ORG, 42, 2));

      assertThat(cycles.rows(Sample.FAC)).containsExactly(fac);
    }
  }

  @Test
  default void parked_changeOfStoredRow_isReleasedAsAnUpdate() {
    Row moved = Sample.live(Sample.IX, 7, 2, "org_id", 2L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.IX, 7, 1, "org_id", 1L));
      cycles.live(moved);
      Applied applied = cycles.live(Sample.live(Sample.ORG, 2, 3));

      assertThat(applied.tallies().get(Sample.IX))
          .isEqualTo(new Tally(0, 0, 1, 0, 0, 0, 1, 0, 0, 0));
      assertThat(cycles.rows(Sample.IX)).containsExactly(moved);
    }
  }

  @Test
  default void parked_whenLaterRowWithParentsComes_isLetGo() {
    Row moved = Sample.live(Sample.IX, 7, 2, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.IX, 7, 1, "org_id", 404L));
      Applied applied = cycles.live(moved);

      assertThat(Cycles.total(applied)).isEqualTo(new Tally(1, 1, 0, 0, 0, 0, 0, 0, 0, 0));
      assertThat(cycles.orphans()).isEmpty();

      cycles.live(Sample.live(Sample.ORG, 404, 3));
      assertThat(cycles.rows(Sample.IX)).containsExactly(moved);
    }
  }

  @Test
  default void parked_whenLiveRowOfOlderVersionComes_isLetGo() {
    Row older = Sample.live(Sample.IX, 7, 1, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.IX, 7, 5, "org_id", 404L));
      cycles.live(older);

      assertThat(cycles.rows(Sample.IX)).containsExactly(older);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  @Test
  default void parked_whenStaleListRowComes_staysTheTruth() {
    Row parked = Sample.live(Sample.IX, 7, 5, "org_id", 42L, "name", "newer");
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(parked);
      cycles.run(
          staging -> {
            Cycles.stage(staging, Source.LIVE, Sample.live(Sample.ORG, 42, 6));
            Cycles.stage(staging, Source.LIST, Sample.live(Sample.IX, 7, 4, "org_id", 42L));
          });

      assertThat(cycles.rows(Sample.IX)).containsExactly(parked);
      assertThat(cycles.orphans()).isEmpty();
      assertThat(cycles.changes()).hasSize(2);
    }
  }

  @Test
  default void parked_whenStaleListRowWithParentsComes_staysParked() {
    Row parked = Sample.live(Sample.IX, 7, 5, "org_id", 42L, "name", "newer");
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), parked);
      cycles.list(Sample.live(Sample.IX, 7, 4, "org_id", 1L, "name", "stale"));
      cycles.live(Sample.live(Sample.ORG, 42, 6));

      assertThat(cycles.rows(Sample.IX)).containsExactly(parked);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  /** Else a row that once came with a version of the far future could never be corrected. */
  @Test
  default void parked_versionBeyondTheHorizon_givesWayToAList() {
    Row corrected = Sample.live(Sample.IX, 7, 5, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.IX, 7, 1_001, "org_id", 42L));
      cycles.list(corrected);

      assertThat(cycles.rows(Sample.IX)).containsExactly(corrected);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  /** By the time that its parent comes, what was live is old. */
  @Test
  default void parked_liveRowOfOlderVersion_doesNotReplaceNewerStoredRow() {
    Row stored = Sample.live(Sample.IX, 7, 5, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), stored);
      cycles.live(Sample.live(Sample.IX, 7, 4, "org_id", 42L));
      Applied applied = cycles.live(Sample.live(Sample.ORG, 42, 6));

      assertThat(applied.tallies().get(Sample.IX))
          .isEqualTo(new Tally(0, 0, 0, 0, 1, 0, 1, 0, 0, 0));
      assertThat(cycles.rows(Sample.IX)).containsExactly(stored);
    }
  }

  /** Parking is no way round the rule that a list replaces nothing newer. */
  @Test
  default void parked_staleListRow_doesNotReplaceNewerStoredRow() {
    Row stored = Sample.live(Sample.IX, 7, 5, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), stored);
      cycles.list(Sample.live(Sample.IX, 7, 4, "org_id", 42L));
      cycles.live(Sample.live(Sample.ORG, 42, 6));

      assertThat(cycles.rows(Sample.IX)).containsExactly(stored);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  /** Nor is it one when a list that is staler still comes with it. */
  @Test
  default void parked_staleListRowBesideAStalerOne_doesNotReplaceNewerStoredRow() {
    Row stored = Sample.live(Sample.IX, 7, 5, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), stored);
      cycles.list(Sample.live(Sample.IX, 7, 4, "org_id", 42L));
      cycles.list(Sample.live(Sample.ORG, 42, 6), Sample.live(Sample.IX, 7, 3, "org_id", 1L));

      assertThat(cycles.rows(Sample.IX)).containsExactly(stored);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  @Test
  default void parked_tombstone_isReleasedAsOne() {
    Row tombstone = Sample.dead(Sample.IX, 7, 2, "org_id", 42L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(tombstone);
      assertThat(cycles.orphans()).hasSize(1);
      cycles.live(Sample.dead(Sample.ORG, 42, 3));

      assertThat(cycles.rows(Sample.IX)).containsExactly(tombstone);
    }
  }
}
