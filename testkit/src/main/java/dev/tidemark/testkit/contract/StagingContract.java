package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Counts;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Undecodable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A staging area is private until it is applied, and gone when it is closed. */
public interface StagingContract extends ReplicaFixture {

  @Test
  default void staging_notApplied_leavesReplicaAsItWas() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1));
      Map<EntityType, Counts> counts = cycles.replica().store().counts();
      Position latest = cycles.replica().feed().latest();

      try (Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
        Cycles.stage(
            staging,
            Source.LIVE,
            Sample.dead(Sample.ORG, 1, 2),
            Sample.live(Sample.IX, 1, 2, "org_id", 99L));
        staging.unanswered(Sample.ORG, List.of(RowKey.of(99L)));
        assertThat(cycles.rows(Sample.ORG)).containsExactly(Sample.live(Sample.ORG, 1, 1));
      }

      assertThat(cycles.replica().store().counts()).isEqualTo(counts);
      assertThat(cycles.replica().feed().latest()).isEqualTo(latest);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(Sample.live(Sample.ORG, 1, 1));
    }
  }

  @Test
  default void close_unapplied_leavesNothingForTheNextStaging() {
    try (Cycles cycles = new Cycles(this)) {
      try (Staging abandoned = cycles.replica().store().stage(Mode.INCREMENTAL)) {
        Cycles.stage(abandoned, Source.LIVE, Sample.live(Sample.ORG, 1, 1));
      }

      Applied applied = cycles.live(Sample.live(Sample.ORG, 2, 1));

      assertThat(Cycles.total(applied).staged()).isEqualTo(1);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(Sample.live(Sample.ORG, 2, 1));
    }
  }

  @Test
  default void close_twice_isHarmless() {
    try (Cycles cycles = new Cycles(this)) {
      Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL);
      Cycles.stage(staging, Source.LIVE, Sample.live(Sample.ORG, 1, 1));

      staging.close();
      staging.close();

      assertThat(cycles.counts(Sample.ORG).rows()).isZero();
    }
  }

  @Test
  default void stage_twoAtOnce_doNotSeeEachOther() {
    try (Cycles cycles = new Cycles(this);
        Staging other = cycles.replica().store().stage(Mode.INCREMENTAL)) {
      Cycles.stage(other, Source.LIVE, Sample.live(Sample.ORG, 1, 1));

      Applied applied = cycles.live(Sample.live(Sample.ORG, 2, 1));

      assertThat(Cycles.total(applied).staged()).isEqualTo(1);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(Sample.live(Sample.ORG, 2, 1));
    }
  }

  @Test
  default void sink_twoOfOneType_addUp() {
    Row first = Sample.live(Sample.ORG, 1, 1);
    Row second = Sample.live(Sample.ORG, 2, 1);
    Row third = Sample.live(Sample.ORG, 3, 1);
    try (Cycles cycles = new Cycles(this)) {
      Applied applied =
          cycles.run(
              staging -> {
                RowSink list = staging.sink(Sample.ORG, Source.LIST);
                RowSink window = staging.sink(Sample.ORG, Source.LIVE);
                list.row(first);
                window.row(second);
                list.row(third);
              });

      assertThat(Cycles.total(applied).inserted()).isEqualTo(3);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(first, second, third);
    }
  }

  @Test
  default void sink_manyRows_areAllTaken() {
    Row[] rows = new Row[2_500];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Sample.live(Sample.ORG, i, 1);
    }
    try (Cycles cycles = new Cycles(this)) {
      assertThat(Cycles.total(cycles.list(rows)).inserted()).isEqualTo(rows.length);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(rows);
    }
  }

  @Test
  default void discard_forgetsThatTypeAlone() {
    Row kept = Sample.word("kept", "");
    try (Cycles cycles = new Cycles(this)) {
      Applied applied =
          cycles.run(
              staging -> {
                Cycles.stage(staging, Source.LIST, Sample.live(Sample.ORG, 1, 1), kept);
                staging
                    .sink(Sample.ORG, Source.LIST)
                    .undecodable(new Undecodable(Sample.ORG, Optional.empty(), "no id", "{}"));
                staging.discard(Sample.ORG);
                Cycles.stage(staging, Source.LIVE, Sample.live(Sample.ORG, 2, 1));
              });

      assertThat(applied.tallies().get(Sample.ORG).staged()).isEqualTo(1);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(Sample.live(Sample.ORG, 2, 1));
      assertThat(cycles.rows(Sample.WORD)).containsExactly(kept);
      assertThat(cycles.quarantined()).isEmpty();
    }
  }

  @Test
  default void discard_nothingStaged_isHarmless() {
    try (Cycles cycles = new Cycles(this)) {
      assertThat(Cycles.total(cycles.run(staging -> staging.discard(Sample.ORG))).staged())
          .isZero();
    }
  }
}
