package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Change.Kind;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.core.sync.spi.Undecodable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of rows that the upstream does not know any more. */
public interface SweepContract extends ReplicaFixture {

  @Test
  default void vanished_areMarkedWithTheTimeOfThePlanAndStay() {
    Row first = Sample.live(Sample.ORG, 1, 1, "notes", null);
    Row port = Sample.port(1, "it's \"a\"", "", 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(first, Sample.live(Sample.ORG, 2, 1), port);
      Applied applied =
          cycles.run(
              staging -> {
                staging.vanished(Sample.ORG, List.of(first.key()));
                staging.vanished(Sample.PORT, List.of(port.key()));
              });

      assertThat(applied.tallies().get(Sample.ORG))
          .isEqualTo(new Tally(0, 0, 0, 0, 0, 0, 0, 0, 1, 0));
      assertThat(cycles.rows(Sample.ORG))
          .containsExactly(Sample.vanished(first, cycles.now()), Sample.live(Sample.ORG, 2, 1));
      assertThat(cycles.replica().reader().find(Sample.PORT, port.key()))
          .contains(Sample.vanished(port, cycles.now()));
      assertThat(cycles.changes())
          .extracting(Change::key, Change::kind)
          .endsWith(tuple(first.key(), Kind.DELETE), tuple(port.key(), Kind.DELETE));
    }
  }

  @Test
  default void vanished_afterOpeningAgain_areStillMarked() {
    Row fac =
        Row.builder(Sample.FAC)
            .set(Sample.FAC.indexOf("id"), 1L)
            .set(Sample.FAC.indexOf("campus_id"), null)
            .set(Sample.FAC.indexOf("updated"), Sample.day(1))
            .extra("{\"new\":[1.0,\"😀\"]}")
            .build();
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(fac);
      cycles.vanished(Sample.FAC, fac.key());
      Instant at = cycles.now();
      cycles.reopen();

      assertThat(cycles.rows(Sample.FAC)).containsExactly(Sample.vanished(fac, at));
    }
  }

  @Test
  default void vanished_areInTheFeedBehindTheChangesOfTheirTypeInKeyOrder() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.ORG, 10, 1),
          Sample.live(Sample.ORG, 9, 1),
          Sample.live(Sample.ORG, 11, 1));
      cycles.run(
          staging -> {
            staging.vanished(Sample.ORG, List.of(RowKey.of(10L), RowKey.of(9L)));
            Cycles.stage(staging, Source.LIVE, Sample.live(Sample.IX, 1, 1, "org_id", 9L));
            Cycles.stage(staging, Source.LIVE, Sample.live(Sample.ORG, 11, 2));
          });

      assertThat(cycles.changes().subList(3, 7))
          .extracting(Change::type, change -> change.key().text(), Change::kind)
          .containsExactly(
              tuple("org", "11", Kind.UPDATE),
              tuple("org", "9", Kind.DELETE),
              tuple("org", "10", Kind.DELETE),
              tuple("ix", "1", Kind.INSERT));
    }
  }

  @Test
  default void vanished_tombstoneOrUnknownKey_changesNothing() {
    Row dead = Sample.dead(Sample.ORG, 1, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(dead);

      assertThat(Cycles.total(cycles.vanished(Sample.ORG, dead.key(), RowKey.of(404L))))
          .isEqualTo(Tally.NONE);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(dead);
    }
  }

  @Test
  default void vanished_again_keepsItsTime() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(org);
      cycles.vanished(Sample.ORG, org.key(), org.key());
      Instant first = cycles.now();

      assertThat(Cycles.total(cycles.vanished(Sample.ORG, org.key()))).isEqualTo(Tally.NONE);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(Sample.vanished(org, first));
    }
  }

  @Test
  default void vanished_notApplied_leavesNoTrace() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(org);
      try (Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
        staging.vanished(Sample.ORG, List.of(org.key()));
      }
      cycles.run(staging -> {});

      assertThat(cycles.rows(Sample.ORG)).containsExactly(org);
    }
  }

  @Test
  default void vanished_discarded_isForgotten() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(org);
      cycles.run(
          staging -> {
            staging.vanished(Sample.ORG, List.of(org.key()));
            staging.discard(Sample.ORG);
          });

      assertThat(cycles.rows(Sample.ORG)).containsExactly(org);
    }
  }

  @Test
  default void vanished_rowThatCame_isNotMarked() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    Row port = Sample.port(1, "a", "", 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(org, port);
      Applied applied =
          cycles.run(
              staging -> {
                staging.vanished(Sample.ORG, List.of(org.key()));
                staging.vanished(Sample.PORT, List.of(port.key()));
                Cycles.stage(staging, Source.LIST, org, port);
              });

      assertThat(Cycles.total(applied)).isEqualTo(new Tally(2, 0, 0, 0, 2, 0, 0, 0, 0, 0));
      assertThat(cycles.rows(Sample.ORG)).containsExactly(org);
      assertThat(cycles.rows(Sample.PORT)).containsExactly(port);
    }
  }

  @Test
  default void vanished_rowThatCameAndIsParked_isNotMarked() {
    Row stored = Sample.live(Sample.IX, 7, 1, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), stored);
      cycles.run(
          staging -> {
            staging.vanished(Sample.IX, List.of(stored.key()));
            Cycles.stage(staging, Source.LIVE, Sample.live(Sample.IX, 7, 2, "org_id", 404L));
          });

      assertThat(cycles.rows(Sample.IX)).containsExactly(stored);
      assertThat(cycles.orphans()).hasSize(1);
    }
  }

  @Test
  default void vanished_rowThatCameUndecodable_isNotMarked() {
    Row org = Sample.live(Sample.ORG, 7, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(org);
      cycles.run(
          staging -> {
            staging.vanished(Sample.ORG, List.of(org.key()));
            staging
                .sink(Sample.ORG, Source.LIVE)
                .undecodable(new Undecodable(Sample.ORG, Optional.of(org.key()), "bad", "{}"));
          });

      assertThat(cycles.rows(Sample.ORG)).containsExactly(org);
    }
  }

  @Test
  default void vanished_parkedRow_isLetGo() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.IX, 7, 1, "org_id", 42L), Sample.live(Sample.IX, 8, 1, "org_id", 42L));
      Applied applied = cycles.vanished(Sample.IX, RowKey.of(7L));

      assertThat(Cycles.total(applied)).isEqualTo(Tally.NONE);
      assertThat(cycles.orphans()).hasSize(1);
      cycles.live(Sample.live(Sample.ORG, 42, 1));
      assertThat(cycles.rows(Sample.IX))
          .containsExactly(Sample.live(Sample.IX, 8, 1, "org_id", 42L));
    }
  }

  @Test
  default void vanished_storedAndParkedRow_isMarkedAndNotReleasedWithItsParent() {
    Row stored = Sample.live(Sample.IX, 7, 1, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), stored);
      cycles.live(Sample.live(Sample.IX, 7, 2, "org_id", 42L));
      Applied applied =
          cycles.run(
              staging -> {
                staging.vanished(Sample.IX, List.of(stored.key()));
                Cycles.stage(staging, Source.LIVE, Sample.live(Sample.ORG, 42, 1));
              });

      assertThat(applied.tallies().get(Sample.IX))
          .isEqualTo(new Tally(0, 0, 0, 0, 0, 0, 0, 0, 1, 0));
      assertThat(cycles.rows(Sample.IX)).containsExactly(Sample.vanished(stored, cycles.now()));
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  @Test
  default void vanishedParent_countsAsThere() {
    Row ix = Sample.live(Sample.IX, 1, 1, "org_id", 1L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1));
      cycles.vanished(Sample.ORG, RowKey.of(1L));
      try (Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
        Cycles.stage(staging, Source.LIVE, ix);
        assertThat(staging.missingParents(true, 9)).isEmpty();
      }
      cycles.live(ix);

      assertThat(cycles.rows(Sample.IX)).containsExactly(ix);
    }
  }
}
