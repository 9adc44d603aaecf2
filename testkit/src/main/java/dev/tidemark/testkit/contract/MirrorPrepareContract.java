package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.mirror.spi.Prepared;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables are made and brought to what the schema asks for; what is doubtful is said to be so. */
public interface MirrorPrepareContract extends MirrorFixture {

  /** A type as it is at first; {@link #GROWN} is the same one later. */
  EntityType SMALL =
      EntityType.named("thing")
          .key("id")
          .integer("id")
          .text("name")
          .instant("updated", Precision.SECONDS)
          .version("updated")
          .build();

  EntityType GROWN =
      EntityType.named("thing")
          .key("id")
          .integer("id", "parent_id")
          .text("name")
          .real("size")
          .json("more")
          .instant("updated", Precision.SECONDS)
          .nullable("parent_id", "size", "more")
          .mayReference("parent_id", "thing")
          .version("updated")
          .indexed("name", "size")
          .build();

  @Test
  default void prepare_first_makesNewTablesAndNoBookmark() {
    try (MirrorPlace place = newPlace()) {
      MirrorTarget target = place.newTarget();
      assertThat(target.bookmark()).isEmpty();

      Prepared prepared = target.prepare(Sample.SCHEMA);

      assertThat(prepared.bookmark()).isEmpty();
      assertThat(prepared.tables()).containsOnlyKeys(Sample.SCHEMA.types());
      assertThat(prepared.tables().values()).containsOnly(TableState.of(Trust.NEW));
    }
  }

  @Test
  default void prepare_again_findsAllAsItWasLeft() {
    Row row = Sample.live(Sample.ORG, 1, 1);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG, Sample.PORT, Sample.WORD)) {
      mirrored
          .target()
          .write(
              transaction -> {
                transaction.moveTo(MirrorWriteContract.HERE);
                transaction.table(Sample.ORG).upsert(List.of(row));
                transaction.table(Sample.ORG).mark(TableState.of(Trust.TRUSTED));
                transaction.table(Sample.PORT).mark(TableState.copiedTo(portKey()));
                return true;
              });

      Prepared again =
          mirrored
              .place()
              .newTarget()
              .prepare(Schema.of("mirrored", Sample.ORG, Sample.PORT, Sample.WORD));

      assertThat(again.bookmark()).contains(MirrorWriteContract.HERE);
      assertThat(again.tables())
          .isEqualTo(
              Map.of(
                  Sample.ORG,
                  TableState.of(Trust.TRUSTED),
                  Sample.PORT,
                  TableState.copiedTo(portKey()),
                  Sample.WORD,
                  TableState.of(Trust.NEW)));
      mirrored.assertHolds(Sample.ORG, row);
    }
  }

  @Test
  default void prepare_typeThatGrew_isDoubtedAndHasItsFields() {
    Row old = Sample.of(SMALL, "id", 1L, "name", "a", "updated", Sample.day(1));
    Row grown =
        Sample.of(
            GROWN,
            "id",
            2L,
            "parent_id",
            1L,
            "name",
            "b",
            "size",
            1.5,
            "more",
            "[]",
            "updated",
            Sample.day(2));
    try (Mirrored mirrored = new Mirrored(this, SMALL)) {
      trust(mirrored, old);

      assertThat(mirrored.target().prepare(Schema.of("grown", GROWN)).tables())
          .isEqualTo(Map.of(GROWN, TableState.of(Trust.DOUBTED)));

      mirrored.upsert(grown);
      assertThat(mirrored.fingerprints(GROWN))
          .hasSize(2)
          .containsAll(Mirrored.expected(GROWN, List.of(grown)));
    }
  }

  @Test
  default void prepare_typeThatIsNew_isMadeBesideTheOthers() {
    Row row = Sample.live(Sample.ORG, 1, 1);
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      trust(mirrored, row);

      Prepared prepared = mirrored.target().prepare(Schema.of("mirrored", Sample.ORG, Sample.WORD));

      assertThat(prepared.tables())
          .isEqualTo(
              Map.of(
                  Sample.ORG, TableState.of(Trust.TRUSTED), Sample.WORD, TableState.of(Trust.NEW)));
      mirrored.assertHolds(Sample.WORD);
    }
  }

  /** A type that lost a field is still equal in what it has. */
  @Test
  default void prepare_typeThatShrank_comparesWhatItHas() {
    Row row = Sample.of(SMALL, "id", 1L, "name", "a", "updated", Sample.day(1));
    try (Mirrored mirrored = new Mirrored(this, GROWN)) {
      mirrored.target().prepare(Schema.of("shrunk", SMALL));
      mirrored.upsert(row);

      mirrored.assertHolds(SMALL, row);
    }
  }

  @Test
  default void target_withoutTables_saysThatTheyAreMissing() {
    try (MirrorPlace place = newPlace()) {
      MirrorTarget target = place.newTarget();

      assertThatThrownBy(() -> target.rows(Sample.ORG).digest(KeyRange.ALL))
          .isInstanceOf(MirrorSetupException.class);
      assertThatThrownBy(() -> target.write(transaction -> true))
          .isInstanceOf(MirrorSetupException.class);
    }
  }

  @Test
  default void place_ofTwoTargets_isTheSameText() {
    try (MirrorPlace here = newPlace();
        MirrorPlace there = newPlace()) {
      assertThat(here.newTarget().place()).isNotBlank().isEqualTo(here.newTarget().place());
      assertThat(there.newTarget().place()).isNotEqualTo(here.newTarget().place());
    }
  }

  /** Whatever the answer is, it can be given. */
  @Test
  default void isBusy_database_answers() {
    try (Mirrored mirrored = new Mirrored(this, Sample.ORG)) {
      assertThat(mirrored.target().isBusy()).isIn(true, false);
    }
  }

  private static RowKey portKey() {
    return Sample.port(1, "a", "x", 1).key();
  }

  private static void trust(Mirrored mirrored, Row row) {
    mirrored.with(
        row.type(),
        table -> {
          table.upsert(List.of(row));
          table.mark(TableState.of(Trust.TRUSTED));
          return true;
        });
  }
}
