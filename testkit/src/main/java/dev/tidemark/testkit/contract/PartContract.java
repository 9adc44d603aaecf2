package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.core.sync.spi.Undecodable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A plan may leave types out, which are then as if nothing had been staged of them. */
public interface PartContract extends ReplicaFixture {

  @Test
  default void apply_onlySomeTypes_leavesTheOthersAsTheyWere() {
    Row stored = Sample.live(Sample.IX, 1, 1, "org_id", 1L);
    Row org = Sample.live(Sample.ORG, 2, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), stored);
      cycles.only(Sample.ORG);
      Applied applied =
          cycles.run(
              staging -> {
                Cycles.stage(staging, Source.LIVE, org);
                fillIx(staging, stored);
              },
              Map.of(Sample.ORG, Sample.day(2), Sample.IX, Sample.day(2)),
              Set.of(Sample.IX));

      assertThat(applied.tallies()).containsOnlyKeys(Sample.SCHEMA.types());
      assertThat(applied.tallies().get(Sample.ORG).inserted()).isEqualTo(1);
      assertThat(applied.tallies().get(Sample.IX)).isEqualTo(Tally.NONE);
      assertThat(cycles.rows(Sample.IX)).containsExactly(stored);
      assertThat(cycles.orphans()).isEmpty();
      assertThat(cycles.quarantined()).isEmpty();
      assertThat(cycles.replica().cursors().cursors()).containsOnlyKeys(Sample.ORG);
    }
  }

  /** A new row, one without its parent, one that cannot be decoded, and one that is gone. */
  private static void fillIx(Staging staging, Row gone) {
    Cycles.stage(staging, Source.LIVE, Sample.live(Sample.IX, 8, 1, "org_id", 1L));
    Cycles.stage(staging, Source.LIVE, Sample.live(Sample.IX, 9, 1, "org_id", 404L));
    staging
        .sink(Sample.IX, Source.LIVE)
        .undecodable(new Undecodable(Sample.IX, Optional.empty(), "bad", "{}"));
    staging.vanished(Sample.IX, List.of(gone.key()));
  }

  @Test
  default void apply_withoutTheTypeOfParkedRows_leavesThemParkedUntilItIsApplied() {
    Row ix = Sample.live(Sample.IX, 7, 1, "org_id", 42L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(ix);
      cycles.only(Sample.ORG);
      cycles.live(Sample.live(Sample.ORG, 42, 1));
      assertThat(cycles.orphans()).hasSize(1);
      cycles.only(Sample.ORG, Sample.IX);
      cycles.run(staging -> {});

      assertThat(cycles.rows(Sample.IX)).containsExactly(ix);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  @Test
  default void apply_withoutTheTypeOfTheParent_parks() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.only(Sample.IX);
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.IX, 7, 1, "org_id", 1L));

      assertThat(cycles.rows(Sample.ORG)).isEmpty();
      assertThat(cycles.orphans()).hasSize(1);
    }
  }

  @Test
  default void apply_withoutTheTypeOfWhatWasNotAnswered_doesNotRememberIt() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.only(Sample.IX);
      cycles.run(
          staging -> {
            Cycles.stage(staging, Source.LIVE, Sample.live(Sample.IX, 7, 1, "org_id", 42L));
            staging.unanswered(Sample.ORG, List.of(RowKey.of(42L)));
          });

      try (Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
        assertThat(staging.missingParents(false, 9)).hasSize(1);
      }
    }
  }

  @Test
  default void apply_noTypes_changesNothing() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.only();
      Applied applied = cycles.live(Sample.live(Sample.ORG, 1, 1));

      assertThat(Cycles.total(applied)).isEqualTo(Tally.NONE);
      assertThat(cycles.rows(Sample.ORG)).isEmpty();
    }
  }
}
