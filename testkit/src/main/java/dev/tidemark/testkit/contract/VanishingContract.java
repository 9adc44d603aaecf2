package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Undecodable;
import dev.tidemark.core.sync.spi.Vanishing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which rows did not come though the whole list did. */
public interface VanishingContract extends ReplicaFixture {

  @Test
  default void vanishing_ofAnEmptyReplica_isNothing() {
    try (Cycles cycles = new Cycles(this)) {
      assertMissed(cycles, Sample.ORG);
    }
  }

  @Test
  default void vanishing_areLiveRowsThatDidNotComeInKeyOrder() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.ORG, 10, 1),
          Sample.live(Sample.ORG, 9, 1),
          Sample.live(Sample.ORG, -1, 1),
          Sample.live(Sample.ORG, 3, 1, "status", "pending"),
          Sample.dead(Sample.ORG, 4, 1),
          Sample.live(Sample.IX, 5, 1, "org_id", 9L));

      assertMissed(cycles, Sample.ORG, key(-1), key(3), key(9), key(10));
      assertMissed(cycles, Sample.IX, key(5));
    }
  }

  @Test
  default void vanishing_rowsThatCame_areLeftOut() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(4));
      try (Staging staging = cycles.replica().store().stage(Mode.FULL)) {
        Cycles.stage(staging, Source.LIST, Sample.live(Sample.ORG, 1, 1));
        Cycles.stage(staging, Source.LIVE, Sample.dead(Sample.ORG, 3, 2));
        Cycles.stage(staging, Source.LIST, Sample.live(Sample.ORG, 77, 1));

        assertThat(staging.vanishing(Sample.ORG, Optional.empty(), 9).keys())
            .containsExactly(key(2), key(4));
      }
    }
  }

  @Test
  default void vanishing_moreThanAskedFor_areCounted() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(50));
      try (Staging staging = cycles.replica().store().stage(Mode.FULL)) {
        assertThat(staging.vanishing(Sample.ORG, Optional.empty(), 2))
            .isEqualTo(new Vanishing(50, List.of(key(1), key(2))));
        assertThat(staging.vanishing(Sample.ORG, Optional.empty(), 0))
            .isEqualTo(new Vanishing(50, List.of()));
      }
    }
  }

  @Test
  default void vanishing_rowsOfALaterVersion_areLeftOut() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.ORG, 1, 4),
          Sample.live(Sample.ORG, 2, 5),
          Sample.live(Sample.ORG, 3, 6));

      assertMissed(cycles, Sample.ORG, Sample.day(5), key(1), key(2));
      assertMissed(cycles, Sample.ORG, Sample.day(5).plusMillis(1), key(1), key(2));
      assertMissed(cycles, Sample.ORG, Sample.day(5).minusNanos(1), key(1));
    }
  }

  /** As text, 00:00:00.010 comes before 00:00:00. */
  @Test
  default void vanishing_versionsInMillis_compareAsTime() {
    Row port =
        Sample.of(Sample.PORT, "ix_id", 1L, "label", "a", "updated", Sample.day(1).plusMillis(10));
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(port);

      assertMissed(cycles, Sample.PORT, Sample.day(1));
      assertMissed(cycles, Sample.PORT, Sample.day(1).plusMillis(9).plusNanos(999_999));
      assertMissed(cycles, Sample.PORT, Sample.day(1).plusMillis(10), port.key());
    }
  }

  @Test
  default void vanishing_ofATypeWithoutVersion_takesNoNoticeOfOne() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.list(Sample.word("😀", ""), Sample.word("\uFFFD", ""), Sample.word("it's \"9\"", ""));

      assertMissed(
          cycles,
          Sample.WORD,
          Sample.day(1),
          RowKey.of("it's \"9\""),
          RowKey.of("\uFFFD"),
          RowKey.of("😀"));
    }
  }

  @Test
  default void vanishing_compositeKeysAndBooleanTombstones_areUnderstood() {
    Row cut =
        Sample.of(
            Sample.CABLE,
            "code",
            "cut",
            "ix_id",
            1L,
            "label",
            "b",
            "updated",
            Sample.day(1),
            "gone",
            true);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.port(1, "b", "", 1), Sample.port(1, "a\"]", "", 1));
      cycles.live(cut, Sample.cable("c", 1, "b", 1));

      assertMissed(cycles, Sample.PORT, RowKey.of(1L, "a\"]"), RowKey.of(1L, "b"));
      assertMissed(cycles, Sample.CABLE, RowKey.of("c"));
    }
  }

  @Test
  default void vanishing_rowThatCameUndecodable_isLeftOut() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(2));
      cycles.live(Sample.port(1, "a", "", 1));
      try (Staging staging = cycles.replica().store().stage(Mode.FULL)) {
        undecodable(staging, Sample.ORG, key(1));
        undecodable(staging, Sample.IX, key(2));
        undecodable(staging, Sample.PORT, RowKey.of(1L, "a"));

        assertThat(staging.vanishing(Sample.ORG, Optional.empty(), 9).keys())
            .containsExactly(key(2));
        assertThat(staging.vanishing(Sample.PORT, Optional.empty(), 9).count()).isZero();
      }
    }
  }

  @Test
  default void vanishing_rowThatHasVanishedAlready_isLeftOut() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(orgs(2));
      cycles.vanished(Sample.ORG, key(1));

      assertMissed(cycles, Sample.ORG, key(2));
    }
  }

  /** Else it would join the replica with its parent, long after the upstream forgot it. */
  @Test
  default void vanishing_parkedRows_areAmongThemOnce() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.IX, 5, 1, "org_id", 1L));
      cycles.live(
          Sample.live(Sample.IX, 5, 3, "org_id", 404L),
          Sample.live(Sample.IX, 4, 2, "org_id", 404L),
          Sample.live(Sample.IX, 6, 4, "org_id", 404L),
          Sample.dead(Sample.IX, 7, 2, "org_id", 404L));
      cycles.live(Sample.cable("c", 404, "a", 1));

      assertMissed(cycles, Sample.IX, key(4), key(5), key(6));
      assertMissed(cycles, Sample.IX, Sample.day(3), key(4), key(5));
      assertMissed(cycles, Sample.CABLE, RowKey.of("c"));
      try (Staging staging = cycles.replica().store().stage(Mode.FULL)) {
        Cycles.stage(staging, Source.LIST, Sample.live(Sample.IX, 4, 2, "org_id", 404L));
        Cycles.stage(staging, Source.LIST, Sample.live(Sample.IX, 5, 1, "org_id", 1L));
        assertThat(staging.vanishing(Sample.IX, Optional.empty(), 9).keys())
            .containsExactly(key(6));
      }
    }
  }

  @Test
  default void vanishing_afterAnotherApply_knowsWhatItStored() {
    try (Cycles cycles = new Cycles(this);
        Staging staging = cycles.replica().store().stage(Mode.FULL)) {
      assertThat(staging.vanishing(Sample.ORG, Optional.empty(), 9).count()).isZero();
      cycles.live(orgs(2));

      assertThat(staging.vanishing(Sample.ORG, Optional.empty(), 9).count()).isEqualTo(2);
    }
  }

  private static void assertMissed(Cycles cycles, EntityType type, RowKey... keys) {
    assertMissed(cycles, type, Optional.empty(), keys);
  }

  private static void assertMissed(Cycles cycles, EntityType type, Instant upTo, RowKey... keys) {
    assertMissed(cycles, type, Optional.of(upTo), keys);
  }

  private static void assertMissed(
      Cycles cycles, EntityType type, Optional<Instant> upTo, RowKey... keys) {
    try (Staging staging = cycles.replica().store().stage(Mode.FULL)) {
      assertThat(staging.vanishing(type, upTo, 100))
          .isEqualTo(new Vanishing(keys.length, List.of(keys)));
    }
  }

  private static void undecodable(Staging staging, EntityType type, RowKey key) {
    staging
        .sink(type, Source.LIST)
        .undecodable(new Undecodable(type, Optional.of(key), "bad", "{}"));
  }

  private static Row[] orgs(int last) {
    return LongStream.rangeClosed(1, last)
        .mapToObj(id -> Sample.live(Sample.ORG, id, 1))
        .toArray(Row[]::new);
  }

  private static RowKey key(long id) {
    return RowKey.of(id);
  }
}
