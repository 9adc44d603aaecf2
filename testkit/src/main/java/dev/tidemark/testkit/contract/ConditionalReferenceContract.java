package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Dangling;
import dev.tidemark.core.sync.spi.MissingParents;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Orphan;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A reference that does not hold for a row counts for nothing, wherever references count. */
public interface ConditionalReferenceContract extends ReplicaFixture {

  /** Needs an org by a text, an ix by a boolean, and may have a campus by an integer. */
  EntityType VISIT =
      EntityType.named("visit")
          .key("id")
          .integer("id", "org_id", "ix_id", "campus_id", "rank")
          .text("state")
          .bool("open")
          .instant("updated", Precision.SECONDS)
          .nullable("org_id", "ix_id", "campus_id", "rank", "state", "open")
          .version("updated")
          .reference(Reference.of("org_id", "org").onlyWhile("state", "it's here"))
          .reference(Reference.of("ix_id", "ix").onlyWhile("open", true))
          .reference(new Reference(List.of("campus_id"), "campus", false).onlyWhile("rank", 0L))
          .build();

  Schema VISITS = Schema.of("visits", Sample.ORG, Sample.CAMPUS, Sample.IX, VISIT);

  @Test
  default void apply_referenceThatDoesNotHold_isNoReference() {
    Row elsewhere = visit(1, 1, "org_id", 404L, "state", "it's elsewhere");
    Row shut = visit(2, 1, "ix_id", 404L, "open", false);
    Row unknown = visit(3, 1, "org_id", 404L, "ix_id", 404L, "state", null);
    try (Cycles cycles = new Cycles(this, VISITS)) {
      cycles.live(elsewhere, shut, unknown);

      assertThat(cycles.rows(VISIT)).containsExactly(elsewhere, shut, unknown);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  @Test
  default void apply_referenceThatHolds_parksUntilTheParentIsThere() {
    Row here = visit(1, 1, "org_id", 404L, "state", "it's here");
    Row open = visit(2, 1, "ix_id", 7L, "open", true);
    try (Cycles cycles = new Cycles(this, VISITS)) {
      cycles.live(here, open);

      assertThat(cycles.rows(VISIT)).isEmpty();
      assertThat(cycles.orphans())
          .extracting(Orphan::missing)
          .containsExactly(List.of("org_id -> org 404"), List.of("ix_id -> ix 7"));

      cycles.live(Sample.live(Sample.ORG, 404, 1), Sample.live(Sample.IX, 7, 1, "org_id", 404L));
      assertThat(cycles.rows(VISIT)).containsExactly(here, open);
    }
  }

  @Test
  default void apply_parkedRowWhoseReferenceNoLongerHolds_isStored() {
    Row left = visit(1, 2, "org_id", 404L, "state", "it's over");
    try (Cycles cycles = new Cycles(this, VISITS)) {
      cycles.live(visit(1, 1, "org_id", 404L, "state", "it's here"));
      cycles.live(left);

      assertThat(cycles.rows(VISIT)).containsExactly(left);
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  /** Of staged and of parked rows. */
  @Test
  default void missingParents_areThoseOfReferencesThatHold() {
    Row[] rows = {
      visit(1, 1, "org_id", 1L, "state", "it's here", "ix_id", 11L, "open", false),
      visit(2, 1, "org_id", 2L, "state", "it's over", "ix_id", 12L, "open", true)
    };
    List<MissingParents> missing =
        List.of(
            new MissingParents(Sample.ORG, List.of(RowKey.of(1L))),
            new MissingParents(Sample.IX, List.of(RowKey.of(12L))));
    try (Cycles cycles = new Cycles(this, VISITS)) {
      cycles.run(
          staging -> {
            Cycles.stage(staging, Source.LIVE, rows);
            assertThat(staging.missingParents(false, 100)).isEqualTo(missing);
          });
      assertThat(cycles.orphans()).hasSize(2);
      try (Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
        assertThat(staging.missingParents(false, 100)).isEqualTo(missing);
      }
    }
  }

  /** Of stored and of parked rows. */
  @Test
  default void purge_keepsWhatReferencesThatHoldReferTo() {
    try (Cycles cycles = new Cycles(this, VISITS)) {
      cycles.keep(Duration.ofDays(10));
      for (long org = 1; org <= 4; org++) {
        cycles.live(Sample.dead(Sample.ORG, org, 1));
      }
      cycles.live(
          visit(1, 1, "org_id", 1L, "state", "it's here"),
          visit(2, 1, "org_id", 2L, "state", "it's over"),
          visit(3, 1, "org_id", 3L, "state", "it's here", "ix_id", 404L, "open", true),
          visit(4, 1, "org_id", 4L, "state", "it's over", "ix_id", 404L, "open", true));
      assertThat(cycles.orphans()).hasSize(2);

      cycles.run(staging -> {}, Map.of(Sample.ORG, Sample.day(20)), Set.of());

      assertThat(cycles.rows(Sample.ORG))
          .extracting(Row::key)
          .containsExactly(RowKey.of(1L), RowKey.of(3L));
    }
  }

  @Test
  default void dangling_referenceThatDoesNotHold_isNotTold() {
    try (Cycles cycles = new Cycles(this, VISITS)) {
      cycles.live(
          visit(1, 1, "campus_id", 404L, "rank", 0L),
          visit(2, 1, "campus_id", 404L, "rank", 1L),
          visit(3, 1, "campus_id", 404L));

      assertThat(cycles.replica().held().dangling(9))
          .containsExactly(new Dangling("visit", "1", "campus_id -> campus 404"));
    }
  }

  private static Row visit(long id, int day, @Nullable Object... more) {
    Row.Builder row = Row.builder(VISIT);
    row.set(VISIT.indexOf("id"), id).set(VISIT.indexOf("updated"), Sample.day(day));
    for (int i = 0; i < more.length; i += 2) {
      row.set(VISIT.indexOf((String) more[i]), more[i + 1]);
    }
    return row.build();
  }
}
