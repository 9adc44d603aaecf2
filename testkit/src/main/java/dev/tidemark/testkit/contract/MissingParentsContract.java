package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.MissingParents;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which parents are to be asked for, and which were asked for in vain. */
public interface MissingParentsContract extends ReplicaFixture {

  @Test
  default void missingParents_storedOrStaged_areNotMissing() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.dead(Sample.ORG, 2, 1));
      cycles.run(
          staging -> {
            Cycles.stage(staging, Source.LIST, Sample.live(Sample.ORG, 3, 1));
            stageIxOf(staging, 1, 2, 3, 4);

            assertMissing(staging, false, Sample.ORG, 4);
          });
    }
  }

  @Test
  default void missingParents_nothingStaged_areNone() {
    try (Cycles cycles = new Cycles(this);
        Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
      assertThat(staging.missingParents(true, 100)).isEmpty();
    }
  }

  /** Parked by an earlier cycle that could not ask for all; of simple and composite references. */
  @Test
  default void missingParents_ofParkedRows_areStillMissing() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.run(
          staging -> {
            stageIxOf(staging, 7, 8);
            Cycles.stage(staging, Source.LIVE, Sample.cable("c", 1, "007", 1));
            staging.unanswered(Sample.ORG, List.of(RowKey.of(8L)));
          });
      try (Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
        assertThat(staging.missingParents(false, 100))
            .containsExactly(
                new MissingParents(Sample.ORG, List.of(RowKey.of(7L))),
                new MissingParents(Sample.PORT, List.of(RowKey.of(1L, "007"))));
        Cycles.stage(staging, Source.LIVE, Sample.live(Sample.ORG, 7, 1));
        assertThat(staging.missingParents(false, 100))
            .extracting(MissingParents::type)
            .containsExactly(Sample.PORT);
      }
    }
  }

  @Test
  default void missingParents_areInKeyOrderEachOnceAndAtMostSoMany() {
    try (Cycles cycles = new Cycles(this);
        Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
      stageIxOf(staging, 100, 20, 3);
      Cycles.stage(staging, Source.LIVE, Sample.live(Sample.CAMPUS, 1, 1, "org_id", 20L));

      assertMissing(staging, false, Sample.ORG, 3, 20, 100);
      assertThat(staging.missingParents(false, 2))
          .containsExactly(new MissingParents(Sample.ORG, List.of(RowKey.of(3L), RowKey.of(20L))));
    }
  }

  @Test
  default void missingParents_ofSeveralTypes_areParentsFirst() {
    try (Cycles cycles = new Cycles(this);
        Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
      Cycles.stage(
          staging,
          Source.LIVE,
          Sample.cable("c", 1, "a", 1),
          Sample.live(Sample.IXPFX, 1, 1, "ixlan_id", 4L),
          Sample.live(Sample.IX, 9, 1, "org_id", 2L),
          Sample.live(Sample.IXFAC, 1, 1, "ix_id", 1L, "fac_id", 3L));

      assertThat(staging.missingParents(false, 100))
          .isEqualTo(
              Sample.SCHEMA.types().stream()
                  .flatMap(
                      type ->
                          switch (type.name()) {
                            case "org" -> missing(type, RowKey.of(2L)).stream();
                            case "fac" -> missing(type, RowKey.of(3L)).stream();
                            case "ix" -> missing(type, RowKey.of(1L)).stream();
                            case "ixlan" -> missing(type, RowKey.of(4L)).stream();
                            case "port" -> missing(type, RowKey.of(1L, "a")).stream();
                            default -> List.<MissingParents>of().stream();
                          })
                  .toList());
    }
  }

  @Test
  default void missingParents_ofParents_areFoundWhenTheParentsAreStaged() {
    try (Cycles cycles = new Cycles(this);
        Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
      Cycles.stage(staging, Source.LIVE, Sample.live(Sample.IXLAN, 1, 1, "ix_id", 5L));
      assertMissing(staging, false, Sample.IX, 5);

      stage(staging, Sample.live(Sample.IX, 5, 1, "org_id", 6L));

      assertMissing(staging, false, Sample.ORG, 6);
    }
  }

  @Test
  default void missingParents_optionalOrWithoutValue_areNotAskedFor() {
    try (Cycles cycles = new Cycles(this);
        Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
      stage(staging, Sample.live(Sample.FAC, 1, 1, "campus_id", 404L));
      stage(staging, Sample.dead(Sample.IX, 1, 1, "org_id", null));

      assertThat(staging.missingParents(true, 100)).isEmpty();
    }
  }

  @Test
  default void unanswered_areLeftOutInTheirCycleEvenWhenAskedAgain() {
    try (Cycles cycles = new Cycles(this);
        Staging staging = cycles.replica().store().stage(Mode.INCREMENTAL)) {
      stageIxOf(staging, 1, 2);
      staging.unanswered(Sample.ORG, List.of(RowKey.of(1L)));

      assertMissing(staging, false, Sample.ORG, 2);
      assertMissing(staging, true, Sample.ORG, 2);
    }
  }

  @Test
  default void unanswered_areLeftOutLaterUnlessAgainAndThenComeLast() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.run(
          staging -> {
            stageIxOf(staging, 1);
            staging.unanswered(Sample.ORG, List.of(RowKey.of(1L)));
          });
      cycles.reopen();

      cycles.run(
          staging -> {
            stageIxOf(staging, 1, 2);
            assertMissing(staging, false, Sample.ORG, 2);
            assertMissing(staging, true, Sample.ORG, 2, 1);
            assertThat(staging.missingParents(true, 1).get(0).keys())
                .containsExactly(RowKey.of(2L));
          });
    }
  }

  @Test
  default void unanswered_ofCompositeKeys_areLeftOutLater() {
    RowKey port = RowKey.of(1L, "😀");
    try (Cycles cycles = new Cycles(this)) {
      cycles.run(staging -> staging.unanswered(Sample.PORT, List.of(port)));
      cycles.run(
          staging -> {
            stage(staging, Sample.cable("c", 1, "😀", 1));
            assertThat(staging.missingParents(false, 100)).isEmpty();
            assertThat(staging.missingParents(true, 100))
                .containsExactly(new MissingParents(Sample.PORT, List.of(port)));
          });
    }
  }

  @Test
  default void unanswered_twice_isHarmless() {
    try (Cycles cycles = new Cycles(this)) {
      for (int i = 0; i < 2; i++) {
        cycles.run(
            staging -> {
              staging.unanswered(Sample.ORG, List.of(RowKey.of(1L), RowKey.of(1L)));
              staging.unanswered(Sample.ORG, List.of(RowKey.of(1L)));
              staging.unanswered(Sample.ORG, List.of());
            });
      }
      cycles.run(
          staging -> {
            stageIxOf(staging, 1);
            assertMissing(staging, true, Sample.ORG, 1);
          });
    }
  }

  @Test
  default void unanswered_notApplied_isForgotten() {
    try (Cycles cycles = new Cycles(this)) {
      try (Staging abandoned = cycles.replica().store().stage(Mode.INCREMENTAL)) {
        abandoned.unanswered(Sample.ORG, List.of(RowKey.of(1L)));
      }
      cycles.run(
          staging -> {
            stageIxOf(staging, 1);
            assertMissing(staging, false, Sample.ORG, 1);
          });
    }
  }

  @Test
  default void unanswered_storedSince_isNotAskedForAgain() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.run(staging -> staging.unanswered(Sample.ORG, List.of(RowKey.of(1L))));
      cycles.live(Sample.live(Sample.ORG, 1, 1));
      cycles.run(
          staging -> {
            stageIxOf(staging, 1);
            assertThat(staging.missingParents(true, 100)).isEmpty();
          });
      assertThat(cycles.orphans()).isEmpty();
    }
  }

  private static void stage(Staging staging, Row row) {
    Cycles.stage(staging, Source.LIVE, row);
  }

  private static void stageIxOf(Staging staging, long... orgs) {
    for (long org : orgs) {
      stage(staging, Sample.live(Sample.IX, org, 1, "org_id", org));
    }
  }

  private static List<MissingParents> missing(EntityType type, RowKey key) {
    return List.of(new MissingParents(type, List.of(key)));
  }

  private static void assertMissing(
      Staging staging, boolean again, EntityType type, long... expected) {
    List<RowKey> keys = new ArrayList<>();
    for (long key : expected) {
      keys.add(RowKey.of(key));
    }
    assertThat(staging.missingParents(again, 100)).containsExactly(new MissingParents(type, keys));
  }
}
