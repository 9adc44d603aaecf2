package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.IncompatibleReplicaException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.RollupStanding;
import dev.tidemark.core.rollup.Watermark;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A rollup is made ready once, is mended, and is told apart from what it was. */
public interface RollupPrepareContract extends RollupFixture {

  @ParameterizedTest
  @EnumSource
  default void standing_ofWhatWasNeverPrepared_isThatNothingWasDone(UsageRollup rollup) {
    try (RollupPlace place = newPlace()) {
      RollupStanding standing = place.newStore().table(rollup.plan()).standing();

      assertThat(standing.watermark()).isEqualTo(Watermark.NONE);
      assertThat(standing.isComplete()).isFalse();
      assertThat(standing.walk()).isEmpty();
      assertThat(standing.queued()).isZero();
      assertThat(standing.lastSuccess()).isEmpty();
      assertThat(standing.lastFailure()).isEmpty();
      assertThat(standing.busyUntil()).isEmpty();
      assertThat(standing.lockMisses()).isZero();
      assertThat(standing.mismatches()).isZero();
    }
  }

  @Test
  default void use_ofWhatWasNeverPrepared_isRefused() {
    RollupPlan plan = UsageRollup.CAPTURED.plan();
    try (RollupPlace place = newPlace()) {
      RollupStore store = place.newStore();

      assertThatThrownBy(() -> store.table(plan).read(Rolled.ALL, cells -> true))
          .isInstanceOf(TidemarkException.class);
      assertThatThrownBy(() -> store.leases(plan).acquire("first", Rolled.LEASE))
          .isInstanceOf(TidemarkException.class);
    }
  }

  @Test
  default void name_ofTwoStoresOfOnePlace_isTheSame() {
    try (RollupPlace place = newPlace()) {
      assertThat(place.newStore().name()).isNotBlank().isEqualTo(place.newStore().name());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void prepare_again_changesNothing(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1));
      rolled.settle();
      rolled.remove(UsageSchema.USAGE, 1L);
      List<RollupCell> cells = rolled.cells();
      RollupStanding before = rolled.standing();

      rolled.store().prepare(rollup.plan());
      rolled.place().newStore().prepare(rollup.plan());

      RollupStanding after = rolled.standing();
      assertThat(rolled.cells()).isEqualTo(cells).hasSize(1);
      assertThat(after.queued()).isEqualTo(before.queued()).isPositive();
      assertThat(after.completeSince()).isEqualTo(before.completeSince()).isPresent();
      assertThat(after.watermark()).isEqualTo(before.watermark());
      assertThat(after.lastSuccess()).isEqualTo(before.lastSuccess());
      assertThat(after.busyUntil()).isEqualTo(before.busyUntil());
    }
  }

  @ParameterizedTest
  @EnumSource
  default void prepare_again_keepsTheOpenWalk(UsageRollup rollup) {
    try (Rolled rolled = Rolled.prepared(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1).task(null));
      rolled.walks().begin(rolled.lease(), false);
      Optional<?> walk = rolled.standing().walk();

      rolled.store().prepare(rollup.plan());

      assertThat(walk).isPresent();
      assertThat(rolled.standing().walk()).isEqualTo(walk);
    }
  }

  /** What happens from then on is not lost, though nothing else was done yet. */
  @ParameterizedTest
  @EnumSource
  default void prepare_overWhatIsThere_noticesWhatHappensNext(UsageRollup rollup) {
    try (Rolled rolled = Rolled.prepared(this, rollup.plan())) {
      rolled.source().putAll(UsageSchema.PARENTS);
      rolled.put(UsageEvent.of(1), UsageEvent.of(2));
      rolled.put(UsageEvent.of(1).provider("other"));
      rolled.remove(UsageSchema.USAGE, 2L);

      assertThat(rolled.standing().queued()).isPositive();
      rolled.advance();
      rolled.fill();
      rolled.settle();
      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BY_TIME, SOURCE_TRIGGER",
    "BY_TIME, JOINED_TRIGGER",
    "BY_TIME, CELLS",
    "BY_TIME, NOTES",
    "CAPTURED, SOURCE_TRIGGER",
    "CAPTURED, JOINED_TRIGGER",
    "CAPTURED, CELLS",
    "CAPTURED, NOTES"
  })
  default void prepare_whatWasDropped_isMadeAnewAndNotCompleteAnyMore(
      UsageRollup rollup, Part part) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1), UsageEvent.of(2).task(2L));
      rolled.settle();
      rolled.walks().begin(rolled.lease(), false);

      rolled.place().drop(rollup.plan(), part);
      rolled.store().prepare(rollup.plan());

      assertThat(rolled.standing().isComplete()).isFalse();
      assertThat(rolled.standing().walk()).isEmpty();
      rolled.steal(); // who walked then is fenced, or has to begin anew
      rolled.put(UsageSchema.issue(1, 2));
      rolled.put(UsageEvent.of(2).task(2L).provider("other"));
      rolled.remove(UsageSchema.USAGE, 1L);
      rolled.fill();
      rolled.settle();
      rolled.assertConverged();
      assertThat(rolled.standing().isComplete()).isTrue();
    }
  }

  /** What happened while nobody looked is found by the backfill that it asks for. */
  @ParameterizedTest
  @EnumSource
  default void fill_afterATriggerWasMissing_findsWhatHappenedMeanwhile(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1), UsageEvent.of(2).task(2L).when("12:15"));
      rolled.pass();
      rolled.place().drop(rollup.plan(), Part.SOURCE_TRIGGER);
      rolled.place().drop(rollup.plan(), Part.JOINED_TRIGGER);
      rolled.put(UsageSchema.issue(1, 2));
      rolled.remove(UsageSchema.USAGE, 2L);

      rolled.store().prepare(rollup.plan());
      rolled.put(UsageEvent.of(3).when("12:15"));
      rolled.fill();
      rolled.settle();

      rolled.assertConverged();
    }
  }

  @ParameterizedTest
  @EnumSource
  default void prepare_definedOtherwise_isMadeAnew(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1));
      rolled.settle();
      RollupPlan other =
          RollupPlan.of(rollup.definition().min("smallest", "input").build(), UsageSchema.TYPES);

      Rolled changed = rolled.beside(other);

      assertThat(changed.cells()).isEmpty();
      assertThat(changed.standing().isComplete()).isFalse();
      changed.fill();
      changed.settle();
      changed.assertColumn("smallest", 10L);
      changed.put(UsageEvent.of(1).input(5));
      changed.settle();
      changed.assertColumn("smallest", 5L);
      changed.assertConverged();
    }
  }

  /** Whoever wrote to what it was before does not write to what it is now. */
  @ParameterizedTest
  @EnumSource
  default void prepare_definedOtherwise_fencesWhoHadTheLease(UsageRollup rollup) {
    RollupPlan other =
        RollupPlan.of(rollup.definition().min("smallest", "input").build(), UsageSchema.TYPES);
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      Lease first = rolled.lease();
      rolled.store().prepare(other);

      assertThatThrownBy(() -> rolled.store().walks(other).begin(first, false))
          .isInstanceOf(FencedException.class);
      assertThat(rolled.leases().renew(first, Rolled.LEASE)).isFalse();
      assertThat(rolled.beside(other).lease().token()).isGreaterThan(first.token());
    }
  }

  /** How long writes take to be seen is not what is computed. */
  @Test
  default void prepare_withAnotherLag_staysAsItIs() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.BY_TIME.plan())) {
      rolled.put(UsageEvent.of(1));
      rolled.settle();
      Changes changes =
          new Changes.ByTime("updated_at", Duration.ofMinutes(50), Duration.ofHours(3));

      rolled
          .store()
          .prepare(
              RollupPlan.of(
                  UsageRollup.BY_TIME.definition().changed(changes).build(), UsageSchema.TYPES));

      assertThat(rolled.standing().isComplete()).isTrue();
      rolled.assertColumn("events", 1L);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void prepare_definedOtherwiseWithArchivedEvents_isRefusedAndChangesNothing(
      LogRollup rollup) {
    RollupPlan other =
        RollupPlan.of(rollup.definition().max("greatest", "amount").build(), UsageSchema.TYPES);
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(LogEvent.of(1), LogEvent.of(2));
      rolled.settle();
      rolled.remove(UsageSchema.LOG, 1L);
      List<RollupCell> cells = rolled.cells();

      assertThatThrownBy(() -> rolled.store().prepare(other))
          .isInstanceOf(IncompatibleReplicaException.class)
          .hasMessageContaining(other.name())
          .hasMessageContaining("name");

      assertThat(rolled.cells()).isEqualTo(cells).hasSize(1);
      rolled.remove(UsageSchema.LOG, 2L);
      rolled.settle();
      rolled.assertColumn("events", 2L);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void prepare_definedOtherwiseWithNothingArchived_isMadeAnew(LogRollup rollup) {
    RollupPlan other =
        RollupPlan.of(rollup.definition().max("greatest", "amount").build(), UsageSchema.TYPES);
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(LogEvent.of(1));
      rolled.settle();

      Rolled changed = rolled.beside(other);
      changed.fill();

      changed.assertColumn("greatest", 10L);
      changed.remove(UsageSchema.LOG, 1L);
      changed.settle();
      changed.assertColumn("greatest", 10L);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void retire_rollupThatIsNotKept_notesNothingAnyMoreAndKeepsItsCells(UsageRollup rollup) {
    try (Rolled rolled = Rolled.complete(this, rollup.plan())) {
      rolled.put(UsageEvent.of(1));
      rolled.settle();
      List<RollupCell> cells = rolled.cells();
      rolled.put(UsageEvent.of(1).provider("other"));

      rolled.store().retire(Set.of("another"));

      rolled.remove(UsageSchema.USAGE, 1L);
      rolled.put(UsageSchema.issue(1, 2));
      assertThat(rolled.standing().queued()).isZero();
      assertThat(rolled.cells()).isEqualTo(cells).hasSize(1);
      rolled.store().retire(Set.of("another"));
      rolled.store().prepare(rollup.plan());
      assertThat(rolled.standing().isComplete()).isFalse();
      rolled.put(UsageEvent.of(2));
      rolled.fill();
      rolled.settle();
      rolled.assertConverged();
    }
  }

  @Test
  default void retire_rollupThatIsKept_isLeftAlone() {
    try (Rolled rolled = Rolled.complete(this, UsageRollup.CAPTURED.plan())) {
      rolled.store().retire(Set.of(rolled.plan().name()));

      rolled.put(UsageEvent.of(1));
      rolled.settle();

      assertThat(rolled.standing().isComplete()).isTrue();
      rolled.assertConverged();
    }
  }

  @Test
  default void retire_nothingWasPrepared_doesNothing() {
    try (RollupPlace place = newPlace()) {
      place.newStore().retire(Set.of());

      assertThat(place.newStore().table(UsageRollup.CAPTURED.plan()).standing().isComplete())
          .isFalse();
    }
  }

  /** Each has notes, cells and triggers of its own. */
  @Test
  default void prepare_severalRollupsOfOneSource_doNotDisturbEachOther() {
    try (Rolled one = Rolled.complete(this, UsageRollup.BY_TIME.plan())) {
      Rolled other = one.beside(UsageRollup.CAPTURED.plan());
      other.fill();
      one.put(UsageEvent.of(1), UsageEvent.of(2));
      one.settle();
      assertThat(other.cells()).isEmpty();
      other.settle();
      other.assertConverged();

      one.put(UsageSchema.issue(1, 2));
      one.remove(UsageSchema.USAGE, 1L);
      one.settle();
      one.assertConverged();
      assertThat(other.standing().queued()).isPositive();
      other.settle();
      other.assertConverged();
    }
  }
}
