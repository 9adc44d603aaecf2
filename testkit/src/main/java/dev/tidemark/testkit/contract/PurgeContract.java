package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Change.Kind;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows that are no longer live are removed once they have been kept for long enough. */
public interface PurgeContract extends ReplicaFixture {

  /** May stand below another of its type. */
  EntityType NODE =
      EntityType.named("node")
          .key("id")
          .integer("id", "above")
          .nullable("above")
          .text("status")
          .instant("updated", Precision.SECONDS)
          .version("updated")
          .tombstone("status", "deleted")
          .mayReference("above", "node")
          .build();

  @Test
  default void purge_tombstoneOlderThanTheRetention_isRemovedAndAnnounced() {
    Row live = Sample.live(Sample.ORG, 1, 1);
    try (Cycles cycles = keeping(10)) {
      cycles.live(live, Sample.dead(Sample.ORG, 3, 9), Sample.dead(Sample.ORG, 2, 9));
      Applied applied = followedTo(cycles, 20, Sample.ORG);

      assertThat(applied.tallies().get(Sample.ORG))
          .isEqualTo(new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 2));
      assertThat(cycles.rows(Sample.ORG)).containsExactly(live);
      assertThat(cycles.replica().reader().find(Sample.ORG, RowKey.of(2L))).isEmpty();
      assertThat(cycles.changes().subList(3, 5))
          .extracting(Change::key, Change::kind)
          .containsExactly(tuple(RowKey.of(2L), Kind.PURGE), tuple(RowKey.of(3L), Kind.PURGE));
      assertThat(Cycles.total(followedTo(cycles, 20, Sample.ORG))).isEqualTo(Tally.NONE);
    }
  }

  @Test
  default void purge_tombstoneAsOldAsTheRetention_isKept() {
    try (Cycles cycles = keeping(10)) {
      cycles.live(Sample.dead(Sample.ORG, 1, 10));

      assertThat(Cycles.total(followedTo(cycles, 20, Sample.ORG)).purged()).isZero();
      assertPurged(cycles, Sample.day(20).plusNanos(1), 1);
    }
  }

  /** Between two seconds, too. */
  @Test
  default void purge_versionsInMillis_compareAsTime() {
    EntityType fine =
        EntityType.named("fine")
            .key("id")
            .integer("id")
            .bool("gone")
            .instant("updated", Precision.MILLIS)
            .version("updated")
            .tombstone("gone", true)
            .build();
    try (Cycles cycles = new Cycles(this, Schema.of("fine", fine))) {
      cycles.keep(Duration.ofDays(10));
      cycles.live(
          Sample.of(fine, "id", 1L, "gone", true, "updated", Sample.day(10)),
          Sample.of(fine, "id", 2L, "gone", true, "updated", Sample.day(10).plusMillis(10)),
          Sample.of(fine, "id", 3L, "gone", false, "updated", Sample.day(1)));
      Applied applied =
          cycles.run(staging -> {}, Map.of(fine, Sample.day(20).plusMillis(9)), Set.of());

      assertThat(Cycles.total(applied).purged()).isEqualTo(1);
      assertThat(cycles.rows(fine)).extracting(row -> row.key().text()).containsExactly("2", "3");
    }
  }

  @Test
  default void purge_vanishedRow_isRemovedByWhenItVanished() {
    try (Cycles cycles = keeping(10)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1));
      cycles.list(Sample.word("w", ""));
      cycles.vanished(Sample.ORG, RowKey.of(1L));
      cycles.vanished(Sample.WORD, RowKey.of("w"));
      Instant at = cycles.now();

      assertPurged(cycles, at.plus(Duration.ofDays(9)), 0);
      assertPurged(cycles, at.plus(Duration.ofDays(10)), 1);
      assertThat(cycles.rows(Sample.ORG)).isEmpty();
      assertThat(cycles.rows(Sample.WORD)).hasSize(1);
    }
  }

  @Test
  default void purge_withoutRetention_keepsForEver() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.dead(Sample.ORG, 1, 1));

      assertPurged(cycles, Sample.day(900), 0);
    }
  }

  @Test
  default void purge_retentionLongerThanTime_keepsForEver() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.keep(Duration.ofSeconds(Long.MAX_VALUE));
      cycles.live(Sample.dead(Sample.ORG, 1, 1));

      assertPurged(cycles, Sample.day(900), 0);
    }
  }

  /** A clock of this machine must not remove anything. */
  @Test
  default void purge_withoutCursor_keepsForEver() {
    try (Cycles cycles = keeping(10)) {
      cycles.live(Sample.dead(Sample.ORG, 1, 1), Sample.dead(Sample.IX, 1, 1));
      assertThat(Cycles.total(cycles.run(staging -> {})).purged()).isZero();

      assertThat(followedTo(cycles, 400, Sample.IX).tallies().get(Sample.ORG))
          .isEqualTo(Tally.NONE);
      assertThat(cycles.rows(Sample.ORG)).hasSize(1);
      assertThat(cycles.rows(Sample.IX)).isEmpty();
    }
  }

  @Test
  default void purge_cursorThatStays_isTheMeasureToo() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.dead(Sample.ORG, 1, 1));
      followedTo(cycles, 20, Sample.ORG);
      cycles.keep(Duration.ofDays(10));

      assertThat(Cycles.total(cycles.run(staging -> {})).purged()).isEqualTo(1);
    }
  }

  @Test
  default void purge_typeThatIsNotApplied_keepsItsRows() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.dead(Sample.ORG, 1, 1), Sample.dead(Sample.IX, 1, 1));
      followedTo(cycles, 20, Sample.ORG, Sample.IX);
      cycles.keep(Duration.ofDays(10));
      cycles.only(Sample.IX);

      assertThat(cycles.run(staging -> {}).tallies().get(Sample.IX).purged()).isEqualTo(1);
      assertThat(cycles.rows(Sample.ORG)).hasSize(1);
    }
  }

  @Test
  default void purge_whatLiveOrYoungRowsReferTo_isKept() {
    try (Cycles cycles = keeping(10)) {
      cycles.live(
          Sample.dead(Sample.ORG, 1, 1),
          Sample.dead(Sample.ORG, 2, 1),
          Sample.dead(Sample.ORG, 3, 1),
          Sample.live(Sample.IX, 1, 1, "org_id", 1L),
          Sample.dead(Sample.IX, 2, 19, "org_id", 2L));
      followedTo(cycles, 20, Sample.SCHEMA.types().toArray(EntityType[]::new));

      assertThat(cycles.rows(Sample.ORG))
          .extracting(row -> row.key().text())
          .containsExactly("1", "2");
    }
  }

  @Test
  default void purge_whatIsReferredToOptionally_isKept() {
    try (Cycles cycles = keeping(10)) {
      cycles.live(
          Sample.live(Sample.ORG, 1, 1),
          Sample.dead(Sample.CAMPUS, 5, 1, "org_id", 1L),
          Sample.dead(Sample.CAMPUS, 6, 1, "org_id", 1L),
          Sample.live(Sample.FAC, 1, 1, "org_id", 1L, "campus_id", 6L));
      followedTo(cycles, 20, Sample.CAMPUS);

      assertThat(cycles.rows(Sample.CAMPUS))
          .extracting(row -> row.key().text())
          .containsExactly("6");
    }
  }

  @Test
  default void purge_whatParkedRowsReferTo_isKept() {
    try (Cycles cycles = keeping(10)) {
      cycles.live(
          Sample.live(Sample.ORG, 1, 1),
          Sample.dead(Sample.IX, 5, 1, "org_id", 1L),
          Sample.dead(Sample.IX, 6, 1, "org_id", 1L),
          Sample.live(Sample.IXFAC, 1, 1, "ix_id", 6L, "fac_id", 404L),
          Sample.live(Sample.IXFAC, 2, 1, "fac_id", 404L),
          Sample.live(Sample.IXFAC, 3, 1, "ix_id", 404L));
      followedTo(cycles, 20, Sample.IX);

      assertThat(cycles.rows(Sample.IX)).extracting(row -> row.key().text()).containsExactly("6");
    }
  }

  @Test
  default void purge_whatACompositeReferenceMeans_isKept() {
    try (Cycles cycles = keeping(10)) {
      cycles.live(
          Sample.port(1, "a", "", 1),
          Sample.port(1, "b", "", 1),
          Sample.port(1, "it's \"c\"", "", 1),
          Sample.cable("x", 1, "it's \"c\"", 1));
      cycles.vanished(
          Sample.PORT, RowKey.of(1L, "a"), RowKey.of(1L, "b"), RowKey.of(1L, "it's \"c\""));
      followedTo(cycles, 900, Sample.PORT);

      assertThat(cycles.rows(Sample.PORT))
          .extracting(Row::key)
          .containsExactly(RowKey.of(1L, "it's \"c\""));
    }
  }

  @Test
  default void purge_wholeFamily_goesAtOnceChildrenFirst() {
    try (Cycles cycles = keeping(10)) {
      cycles.live(
          Sample.dead(Sample.ORG, 1, 1),
          Sample.dead(Sample.IX, 2, 1, "org_id", 1L),
          Sample.dead(Sample.IXLAN, 3, 1, "ix_id", 2L));
      Applied applied = followedTo(cycles, 20, Sample.ORG, Sample.IX, Sample.IXLAN);

      assertThat(Cycles.total(applied).purged()).isEqualTo(3);
      assertThat(cycles.changes().subList(3, 6))
          .extracting(Change::type, Change::kind)
          .containsExactly(
              tuple("ixlan", Kind.PURGE), tuple("ix", Kind.PURGE), tuple("org", Kind.PURGE));
    }
  }

  @Test
  default void purge_familyWithinAType_goesAtOnceAndKeepsWhatIsReferredTo() {
    try (Cycles cycles = new Cycles(this, Schema.of("nodes", NODE))) {
      cycles.keep(Duration.ofDays(10));
      cycles.live(
          node(1, 1, "deleted"),
          node(2, 3, "deleted"),
          node(3, 4, "deleted"),
          node(4, null, "deleted"),
          node(5, null, "deleted"),
          node(6, 5, "ok"));
      Applied applied = followedTo(cycles, 20, NODE);

      assertThat(Cycles.total(applied).purged()).isEqualTo(4);
      assertThat(cycles.rows(NODE)).extracting(row -> row.key().text()).containsExactly("5", "6");
    }
  }

  @Test
  default void purge_rowOfThisCycle_isInTheFeedTwice() {
    try (Cycles cycles = keeping(10)) {
      Applied applied =
          followedTo(
              cycles,
              20,
              staging -> Cycles.stage(staging, Source.LIVE, Sample.dead(Sample.ORG, 1, 1)),
              Sample.ORG);

      assertThat(applied.tallies().get(Sample.ORG))
          .isEqualTo(new Tally(1, 1, 0, 0, 0, 0, 0, 0, 0, 1));
      assertThat(cycles.changes())
          .extracting(Change::kind)
          .containsExactly(Kind.INSERT, Kind.PURGE);
    }
  }

  @Test
  default void purged_comesAgain_isAnInsert() {
    Row again = Sample.live(Sample.ORG, 1, 20);
    try (Cycles cycles = keeping(10)) {
      cycles.live(Sample.dead(Sample.ORG, 1, 1));
      followedTo(cycles, 20, Sample.ORG);

      assertThat(Cycles.total(cycles.live(again)).inserted()).isEqualTo(1);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(again);
    }
  }

  private Cycles keeping(int days) {
    Cycles cycles = new Cycles(this);
    cycles.keep(Duration.ofDays(days));
    return cycles;
  }

  private static void assertPurged(Cycles cycles, Instant followedTo, long purged) {
    Applied applied = cycles.run(staging -> {}, Map.of(Sample.ORG, followedTo), Set.of(Sample.ORG));
    assertThat(Cycles.total(applied).purged()).isEqualTo(purged);
  }

  private static Applied followedTo(Cycles cycles, int day, EntityType... types) {
    return followedTo(cycles, day, staging -> {}, types);
  }

  private static Applied followedTo(
      Cycles cycles, int day, Consumer<Staging> fill, EntityType... types) {
    Map<EntityType, Instant> cursors = new HashMap<>();
    Stream.of(types).forEach(type -> cursors.put(type, Sample.day(day)));
    return cycles.run(fill, cursors, Set.of());
  }

  private static Row node(long id, @Nullable Integer above, String status) {
    Long up = above == null ? null : above.longValue();
    return Sample.of(NODE, "id", id, "above", up, "status", status, "updated", Sample.day(1));
  }
}
