package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import org.junit.jupiter.api.Test;

/** Schemas that are valid but unusual: very wide, or with words of a store's own as names. */
public interface OddSchemaContract extends ReplicaFixture {

  @Test
  default void apply_typeOfManyFields_isParkedReleasedComparedAndUpdated() {
    EntityType wide = wide(1_500);
    try (Cycles cycles = new Cycles(this, Schema.of("wide", Sample.ORG, wide))) {
      Row row = filled(wide, "value");
      cycles.live(row);
      assertThat(cycles.orphans()).hasSize(1);
      cycles.live(Sample.live(Sample.ORG, 42, 1));
      assertThat(cycles.rows(wide)).containsExactly(row);

      assertThat(Cycles.total(cycles.live(row)).unchanged()).isEqualTo(1);
      Row changed = filled(wide, "other");
      assertThat(Cycles.total(cycles.live(changed)).updated()).isEqualTo(1);
      assertThat(cycles.rows(wide)).containsExactly(changed);
    }
  }

  @Test
  default void apply_fieldsWithWordsOfTheStore_areJustNames() {
    EntityType type =
        EntityType.named("change")
            .key("kind", "type")
            .text("kind")
            .integer("type", "row", "cycle", "missing", "value", "rowid")
            .text("key", "status")
            .tombstone("status", "gone")
            .references("value", "main")
            .build();
    EntityType parent = EntityType.named("main").key("rowid").integer("rowid").build();
    try (Cycles cycles = new Cycles(this, Schema.of("words", parent, type))) {
      Row row = words(type, "ok");
      cycles.live(row);
      assertThat(cycles.orphans()).hasSize(1);
      cycles.live(Sample.of(parent, "rowid", 7L));
      assertThat(cycles.rows(type)).containsExactly(row);

      assertThat(Cycles.total(cycles.live(words(type, "gone"))).deleted()).isEqualTo(1);
      assertThat(cycles.changes())
          .extracting(Change::type, change -> change.key().text(), Change::kind)
          .containsExactly(
              tuple("main", "7", Change.Kind.INSERT),
              tuple("change", "[\"k\",1]", Change.Kind.INSERT),
              tuple("change", "[\"k\",1]", Change.Kind.DELETE));
    }
  }

  @Test
  default void apply_tombstoneOfAnyText_isADelete() {
    String gone = "it's:at :cycle ?1 :horizon \"🌊\"";
    EntityType type =
        EntityType.named("thing")
            .key("id")
            .integer("id")
            .text("status")
            .instant("updated", Precision.SECONDS)
            .version("updated")
            .tombstone("status", gone)
            .build();
    try (Cycles cycles = new Cycles(this, Schema.of("quotes", type))) {
      cycles.live(Sample.of(type, "id", 1L, "status", "ok", "updated", Sample.day(1)));
      Row tombstone = Sample.of(type, "id", 1L, "status", gone, "updated", Sample.day(2));

      assertThat(Cycles.total(cycles.live(tombstone)).deleted()).isEqualTo(1);
      assertThat(cycles.counts(type).byStatus()).containsOnlyKeys(gone);
    }
  }

  private static EntityType wide(int fields) {
    EntityType.Builder type =
        EntityType.named("wide").key("id").integer("id", "org_id").references("org_id", "org");
    for (int i = 0; i < fields; i++) {
      type.text("field" + i);
    }
    return type.build();
  }

  private static Row filled(EntityType wide, String last) {
    Row.Builder row = Row.builder(wide).set(0, 1L).set(1, 42L);
    for (int i = 2; i < wide.fields().size(); i++) {
      row.set(i, i == wide.fields().size() - 1 ? last : "value " + i);
    }
    return row.build();
  }

  private static Row words(EntityType type, String status) {
    return Sample.of(
        type, "kind", "k", "type", 1L, "row", 2L, "cycle", 3L, "missing", 4L, "value", 7L, "rowid",
        5L, "key", "k", "status", status);
  }
}
