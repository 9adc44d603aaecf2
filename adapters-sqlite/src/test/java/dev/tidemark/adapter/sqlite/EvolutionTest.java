package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Tally;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored, parked and read after the schema has changed in a way that it may. */
final class EvolutionTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final EntityType ORG = EntityType.named("org").key("id").integer("id").build();

  @TempDir Path directory;

  @Test
  void newFields_areMissingInStoredRowsAndKeptInExtra() {
    EntityType before = thing().build();
    EntityType after = thing().text("colour", "shape").nullable("shape").build();
    sync(before, Source.LIVE, row(before, "id", 1L).extra("{\"colour\":\"red\"}").build());

    assertThat(rows(after))
        .containsExactly(row(after, "id", 1L).extra("{\"colour\":\"red\"}").build());
    Row complete = row(after, "id", 1L, "colour", "red", "shape", null).build();
    assertThat(sync(after, Source.LIST, complete).updated()).isEqualTo(1);
    assertThat(rows(after)).containsExactly(complete);
  }

  @Test
  void newFields_areMissingInParkedRows() {
    EntityType before = thing().build();
    EntityType after = thing().text("colour").build();
    sync(before, Source.LIVE, row(before, "id", 1L, "org_id", 42L).build());

    sync(after, Source.LIVE, Row.of(ORG, Map.of("id", 42L)));

    assertThat(rows(after)).containsExactly(row(after, "id", 1L, "org_id", 42L).build());
  }

  @Test
  void newField_missingBesideOthers_isAddedToThem() {
    EntityType before = thing().text("size").build();
    EntityType after = thing().text("size", "colour").build();
    sync(before, Source.LIVE, row(before, "id", 1L).build());

    Row read = rows(after).get(0);

    assertThat(read.missing()).containsExactly("org_id", "size", "colour");
  }

  @Test
  void fieldThatMayBeNullNoMore_isReadAsItIsStored() {
    EntityType before = thing().text("colour").nullable("colour").build();
    EntityType after = thing().text("colour").build();
    sync(before, Source.LIVE, row(before, "id", 1L, "colour", null).build());

    Row read = rows(after).get(0);

    assertThat(read.value("colour")).isNull();
    assertThat(read.isMissing(after.indexOf("colour"))).isFalse();
  }

  @Test
  void newVersion_isFilledInByTheNextList() {
    EntityType before = EntityType.named("thing").key("id").integer("id", "org_id").build();
    EntityType after = thing().build();
    sync(before, Source.LIVE, Row.of(before, Map.of("id", 1L)));
    assertThat(rows(after)).singleElement().matches(row -> row.value("updated") == null);

    Row listed = row(after, "id", 1L).build();

    assertThat(sync(after, Source.LIST, listed).updated()).isEqualTo(1);
    assertThat(rows(after)).containsExactly(listed);
  }

  private static EntityType.Builder thing() {
    return EntityType.named("thing")
        .key("id")
        .integer("id", "org_id")
        .nullable("org_id")
        .references("org_id", "org")
        .instant("updated", Precision.SECONDS)
        .version("updated");
  }

  private static Row.Builder row(EntityType type, Object... namesAndValues) {
    Row.Builder row = Row.builder(type).set(type.indexOf("updated"), NOW);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.set(type.indexOf((String) namesAndValues[i]), namesAndValues[i + 1]);
    }
    return row;
  }

  private Tally sync(EntityType thing, Source source, Row row) {
    Schema schema = Schema.of("test", ORG, thing);
    try (ReplicaDatabase database = TestOpening.open(SqliteConfig.in(directory), schema)) {
      SqliteReplicaStore store = new SqliteReplicaStore(database, schema);
      try (Staging staging = store.stage(Mode.INCREMENTAL)) {
        staging.sink(row.type(), source).row(row);
        ApplyPlan plan =
            new ApplyPlan(
                1,
                NOW,
                NOW.plusSeconds(9),
                Set.copyOf(schema.types()),
                Map.of(),
                Set.of(),
                Optional.empty(),
                "");
        return store.apply(staging, plan).tallies().values().stream()
            .reduce(Tally.NONE, Tally::plus);
      }
    }
  }

  private List<Row> rows(EntityType thing) {
    Schema schema = Schema.of("test", ORG, thing);
    List<Row> rows = new ArrayList<>();
    try (ReplicaDatabase database = TestOpening.open(SqliteConfig.in(directory), schema)) {
      new SqliteReplicaReader(database).scan(thing, rows::add);
    }
    return rows;
  }
}
