package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.MissingParents;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Progress;
import dev.tidemark.core.sync.spi.Progress.Step;
import dev.tidemark.core.sync.spi.Quarantined;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Undecodable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a full cycle staged of a type is not lost when it is not applied. */
public interface KeptStagingContract extends ReplicaFixture {

  @Test
  default void stageFull_nothingLeft_hasNoProgress() {
    try (Cycles cycles = new Cycles(this);
        Staging staging = cycles.replica().store().stage(Mode.FULL)) {
      assertThat(Sample.SCHEMA.types()).allMatch(type -> staging.progress(type).isEmpty());
    }
  }

  @Test
  default void stageFull_afterOneThatWasNotApplied_hasItsRowsAndProgress() {
    Row first = Sample.live(Sample.ORG, 1, 1);
    Row second = Sample.live(Sample.ORG, 2, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.abandoned(
          staging -> {
            Cycles.stage(staging, Source.LIST, first);
            staging.progress(Sample.ORG, listed(1));
            Cycles.stage(staging, Source.LIVE, second);
          });
      assertThat(cycles.rows(Sample.ORG)).isEmpty();

      Applied applied = cycles.full(staging -> assertOnly(staging, Sample.ORG, listed(1)));

      assertThat(Cycles.total(applied).inserted()).as("of which one at least").isPositive();
      assertThat(cycles.rows(Sample.ORG)).contains(first);
    }
  }

  @Test
  default void stageFull_afterOpeningAgain_hasRowsAndProgress() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    Row word = Sample.word("w", "");
    try (Cycles cycles = new Cycles(this)) {
      leave(cycles, org);
      cycles.reopen();
      leave(cycles, word);
      cycles.reopen();

      Applied applied =
          cycles.full(
              staging -> {
                assertThat(staging.progress(Sample.ORG)).contains(listed(1));
                assertThat(staging.progress(Sample.WORD)).contains(listed(1));
              });

      assertThat(Cycles.total(applied).staged()).isEqualTo(2);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(org);
      assertThat(cycles.rows(Sample.WORD)).containsExactly(word);
    }
  }

  @Test
  default void stageFull_afterOneThatWasApplied_isEmpty() {
    try (Cycles cycles = new Cycles(this)) {
      leave(cycles, Sample.live(Sample.ORG, 1, 1));
      cycles.full(staging -> {});

      Applied applied =
          cycles.full(
              staging -> {
                assertThat(staging.progress(Sample.ORG)).isEmpty();
                staging.progress(Sample.IX, listed(0));
              });

      assertThat(Cycles.total(applied).staged()).isZero();
    }
  }

  @Test
  default void progress_afterApply_isGone() {
    try (Cycles cycles = new Cycles(this);
        Staging staging = cycles.replica().store().stage(Mode.FULL)) {
      staging.progress(Sample.ORG, listed(0));
      cycles.apply(staging);

      assertThat(staging.progress(Sample.ORG)).isEmpty();
    }
  }

  @Test
  default void stageFull_typesWithoutProgress_areDropped() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.abandoned(
          staging -> {
            Cycles.stage(
                staging,
                Source.LIST,
                Sample.live(Sample.ORG, 1, 1),
                Sample.live(Sample.CAMPUS, 1, 1, "org_id", 1L));
            bad(staging, Sample.CAMPUS, 2, Source.LIST);
            staging.progress(Sample.ORG, listed(1));
          });

      Applied applied = cycles.full(staging -> assertOnly(staging, Sample.ORG, listed(1)));

      assertThat(Cycles.total(applied).staged()).isEqualTo(1);
      assertThat(cycles.counts(Sample.CAMPUS).rows()).isZero();
      assertThat(cycles.quarantined()).isEmpty();
    }
  }

  @Test
  default void stageFull_noProgressAtAll_isEmpty() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.abandoned(
          staging -> Cycles.stage(staging, Source.LIST, Sample.live(Sample.ORG, 1, 1)));

      assertThat(Cycles.total(cycles.full(staging -> {})).staged()).isZero();
    }
  }

  /** What was live once may be old by now, so it does not bring a stored row back in time. */
  @Test
  default void stageFull_liveRows_countAsListed() {
    Row newer = Sample.live(Sample.ORG, 1, 5);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(newer);
      cycles.abandoned(
          staging -> {
            Cycles.stage(staging, Source.LIVE, Sample.live(Sample.ORG, 1, 2));
            staging.progress(Sample.ORG, listed(1));
          });

      assertThat(Cycles.total(cycles.full(staging -> {})).unchanged()).isEqualTo(1);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(newer);
    }
  }

  @Test
  default void sink_keyThatWasTakenUp_liveRowWinsAndOlderListedOneLoses() {
    Row live = Sample.live(Sample.ORG, 1, 3);
    Row kept = Sample.live(Sample.ORG, 2, 9);
    try (Cycles cycles = new Cycles(this)) {
      cycles.abandoned(
          staging -> {
            Cycles.stage(staging, Source.LIVE, Sample.live(Sample.ORG, 1, 9), kept);
            staging.progress(Sample.ORG, listed(2));
          });

      cycles.full(
          staging -> {
            Cycles.stage(staging, Source.LIVE, live);
            Cycles.stage(staging, Source.LIST, Sample.live(Sample.ORG, 2, 3));
          });

      assertThat(cycles.rows(Sample.ORG)).containsExactly(live, kept);
    }
  }

  @Test
  default void stageFull_undecodableRows_areKeptAsListed() {
    Row decoded = Sample.live(Sample.ORG, 2, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.abandoned(
          staging -> {
            bad(staging, Sample.ORG, 1, Source.LIVE);
            bad(staging, Sample.ORG, 2, Source.LIVE);
            staging.progress(Sample.ORG, listed(0));
          });

      cycles.full(staging -> Cycles.stage(staging, Source.LIST, decoded));

      assertThat(cycles.rows(Sample.ORG)).containsExactly(decoded);
      assertThat(cycles.quarantined())
          .extracting(Quarantined::key)
          .containsExactly(Optional.of("1"));
    }
  }

  @Test
  default void missingParents_unansweredInAnEarlierAttempt_areAskedForAgain() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.abandoned(
          staging -> {
            Cycles.stage(staging, Source.LIST, Sample.live(Sample.IX, 1, 1, "org_id", 9L));
            staging.progress(Sample.IX, listed(1));
            staging.unanswered(Sample.ORG, List.of(RowKey.of(9L)));
            assertThat(staging.missingParents(false, 10)).isEmpty();
          });

      cycles.full(
          staging ->
              assertThat(staging.missingParents(false, 10))
                  .containsExactly(new MissingParents(Sample.ORG, List.of(RowKey.of(9L)))));
    }
  }

  @Test
  default void discard_whatWasTakenUp_forgetsRowsAndProgress() {
    try (Cycles cycles = new Cycles(this)) {
      leave(cycles, Sample.live(Sample.ORG, 1, 1));

      cycles.abandoned(
          staging -> {
            staging.discard(Sample.ORG);
            assertThat(staging.progress(Sample.ORG)).isEmpty();
            staging.progress(Sample.WORD, listed(0));
          });

      Applied applied = cycles.full(staging -> assertOnly(staging, Sample.WORD, listed(0)));
      assertThat(Cycles.total(applied).staged()).isZero();
    }
  }

  @Test
  default void progress_ofAType_lastWordCountsAndIsKeptWhole() {
    Progress last =
        new Progress(
            Step.HISTORY,
            Sample.day(7).plusNanos(123_456_789),
            "https://zürich.example/api as \"東京\" 😀",
            Long.MAX_VALUE,
            Optional.of(Sample.day(3).plusNanos(1)),
            Optional.of(Sample.day(4)),
            true);
    try (Cycles cycles = new Cycles(this)) {
      cycles.abandoned(
          staging -> {
            staging.progress(Sample.ORG, listed(1));
            assertThat(staging.progress(Sample.ORG)).contains(listed(1));
            staging.progress(Sample.ORG, last);
            assertThat(staging.progress(Sample.ORG)).contains(last);
          });

      cycles.full(staging -> assertOnly(staging, Sample.ORG, last));
    }
  }

  @Test
  default void stageIncremental_whileAFullOneIsLeft_leavesItAlone() {
    try (Cycles cycles = new Cycles(this)) {
      leave(cycles, Sample.live(Sample.ORG, 1, 1));

      Applied incremental =
          cycles.run(
              staging -> {
                assertThat(staging.progress(Sample.ORG)).isEmpty();
                Cycles.stage(staging, Source.LIVE, Sample.word("w", ""));
                staging.progress(Sample.WORD, listed(1));
                assertThat(staging.progress(Sample.WORD)).contains(listed(1));
              });

      assertThat(Cycles.total(incremental).staged()).isEqualTo(1);
      cycles.full(staging -> assertOnly(staging, Sample.ORG, listed(1)));
      assertThat(cycles.rows(Sample.ORG)).hasSize(1);
    }
  }

  @Test
  default void stageIncremental_notApplied_leavesNothingForAFullOne() {
    try (Cycles cycles = new Cycles(this)) {
      try (Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
        Cycles.stage(staging, Source.LIVE, Sample.word("w", ""));
        staging.progress(Sample.WORD, listed(1));
      }

      Applied applied = cycles.full(staging -> assertThat(staging.progress(Sample.WORD)).isEmpty());
      assertThat(Cycles.total(applied).staged()).isZero();
    }
  }

  @Test
  default void stageFull_twiceAtOnce_isRefusedUntilTheFirstIsClosed() {
    try (Cycles cycles = new Cycles(this)) {
      ReplicaStore store = cycles.replica().store();
      Staging first = store.stage(Mode.FULL);
      Cycles.stage(first, Source.LIST, Sample.live(Sample.ORG, 1, 1));

      assertThatThrownBy(() -> store.stage(Mode.FULL))
          .isInstanceOf(AlreadyRunningException.class)
          .hasMessageContaining("a full cycle is being staged already");
      store.stage(Mode.INCREMENTAL).close();
      first.progress(Sample.ORG, listed(1));
      first.close();
      first.close();

      cycles.full(staging -> assertOnly(staging, Sample.ORG, listed(1)));
      assertThat(cycles.rows(Sample.ORG)).hasSize(1);
    }
  }

  @Test
  default void apply_thatFailed_leavesRowsAndProgressForTheNext() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    Row orphan = Sample.live(Sample.IX, 1, 1, "org_id", 9L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.abandoned(
          staging -> {
            Cycles.stage(staging, Source.LIST, org, orphan);
            staging.progress(Sample.ORG, listed(1));
            staging.progress(Sample.IX, listed(1));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> cycles.apply(staging)).isInstanceOf(CancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
          });

      Applied applied = cycles.full(staging -> {});

      assertThat(Cycles.total(applied).staged()).isEqualTo(2);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(org);
      assertThat(cycles.orphans()).hasSize(1);
    }
  }

  private static void leave(Cycles cycles, Row row) {
    cycles.abandoned(
        staging -> {
          Cycles.stage(staging, Source.LIST, row);
          staging.progress(row.type(), listed(1));
        });
  }

  private static void bad(Staging staging, EntityType type, long id, Source source) {
    staging
        .sink(type, source)
        .undecodable(new Undecodable(type, Optional.of(RowKey.of(id)), "no name", "{}"));
  }

  private static void assertOnly(Staging staging, EntityType type, Progress progress) {
    for (EntityType each : Sample.SCHEMA.types()) {
      assertThat(staging.progress(each))
          .as("progress of %s", each)
          .isEqualTo(each.equals(type) ? Optional.of(progress) : Optional.empty());
    }
  }

  private static Progress listed(long rows) {
    return new Progress(
        Step.LIST, Sample.day(6), "contract", rows, Optional.empty(), Optional.empty(), false);
  }
}
