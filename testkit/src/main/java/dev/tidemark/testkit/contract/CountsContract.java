package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Counts;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How many rows of each type there are, and in which state. */
public interface CountsContract extends ReplicaFixture {

  @Test
  default void counts_ofAnEmptyReplica_areZeroForEveryType() {
    try (Cycles cycles = new Cycles(this)) {
      assertThat(cycles.replica().store().counts())
          .containsOnlyKeys(Sample.SCHEMA.types())
          .allSatisfy(
              (type, counts) -> assertThat(counts).isEqualTo(new Counts(Map.of(), 0, 0, 0, 0)));
    }
  }

  @Test
  default void counts_areByStatusWithoutVanishedRows() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.ORG, 1, 1),
          Sample.live(Sample.ORG, 2, 1),
          Sample.live(Sample.ORG, 3, 1, "status", "pending"),
          Sample.dead(Sample.ORG, 4, 1),
          Sample.live(Sample.ORG, 5, 1),
          Sample.live(Sample.ORG, 6, 1, "status", "odd"),
          Sample.of(Sample.ORG, "id", 7L, "updated", Sample.day(1)),
          Sample.live(Sample.ORG, 8, 1, "status", ""));
      cycles.vanished(Sample.ORG, RowKey.of(5L), RowKey.of(6L));

      assertThat(cycles.counts(Sample.ORG))
          .isEqualTo(
              new Counts(Map.of("ok", 2L, "pending", 1L, "deleted", 1L, "", 2L), 5, 2, 0, 0));
      assertThat(cycles.counts(Sample.ORG).rows()).isEqualTo(8);
    }
  }

  @Test
  default void counts_ofATypeWithoutTombstones_haveOneEntryWithoutAName() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.list(Sample.word("a", ""), Sample.word("b", ""), Sample.word("c", ""));
      cycles.vanished(Sample.WORD, RowKey.of("b"));

      assertThat(cycles.counts(Sample.WORD)).isEqualTo(new Counts(Map.of("", 2L), 2, 1, 0, 0));
    }
  }

  @Test
  default void counts_byABooleanField_areByItsWord() {
    Row cut = Sample.of(Sample.CABLE, "code", "b", "updated", Sample.day(1), "gone", true);
    Row unclear = Sample.of(Sample.CABLE, "code", "c", "updated", Sample.day(1));
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.port(1, "x", "", 1), Sample.cable("a", 1, "x", 1), cut, unclear);

      assertThat(cycles.counts(Sample.CABLE))
          .isEqualTo(new Counts(Map.of("true", 1L, "false", 1L, "", 1L), 2, 0, 0, 0));
    }
  }

  @Test
  default void counts_ofWhatIsHeld_areApartFromTheRows() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.IX, 1, 1, "org_id", 404L));
      cycles.undecodable(Sample.IX, Optional.empty(), "bad", "{\"a\":1}");
      cycles.undecodable(Sample.IX, Optional.empty(), "bad", "{\"a\":2}");

      Map<EntityType, Counts> counts = cycles.replica().store().counts();
      assertThat(counts.get(Sample.IX)).isEqualTo(new Counts(Map.of(), 0, 0, 1, 2));
      assertThat(counts.get(Sample.ORG)).isEqualTo(new Counts(Map.of(), 0, 0, 0, 0));
    }
  }
}
