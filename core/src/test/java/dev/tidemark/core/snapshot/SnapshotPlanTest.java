package dev.tidemark.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.SnapshotSpec.Table;
import dev.tidemark.core.snapshot.Where.IsNull;
import dev.tidemark.core.snapshot.Where.Term.Column;
import dev.tidemark.core.snapshot.spi.WhereParser;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SnapshotPlanTest {

  static final EntityType ORG =
      EntityType.named("org")
          .key("id")
          .integer("id")
          .text("name", "country", "status")
          .instant("updated", Precision.SECONDS)
          .version("updated")
          .tombstone("status", "deleted")
          .indexed("country", "name")
          .indexed("name")
          .build();
  static final EntityType NET =
      EntityType.named("net")
          .key("id")
          .integer("id", "org_id", "sponsor_id")
          .nullable("sponsor_id")
          .text("name", "secret")
          .references("org_id", "org")
          .mayReference("sponsor_id", "org")
          .build();
  static final EntityType LINK =
      EntityType.named("link")
          .key("net_id", "no")
          .integer("net_id", "no")
          .text("kind")
          .reference(Reference.of("net_id", "net").onlyWhile("kind", "net"))
          .build();
  private static final Schema SCHEMA = Schema.of("upstream", LINK, NET, ORG);
  private static final WhereParser NONE =
      text -> {
        throw new IllegalArgumentException("cannot be read: " + text);
      };

  @Test
  void of_wholeTables_areAsInTheSchemaParentsFirst() {
    SnapshotPlan plan = plan(SnapshotSpec.named("public").tables("net", "org").build());

    assertThat(plan.name()).isEqualTo("public");
    assertThat(plan.schema().types()).containsExactly(ORG, NET);
    assertThat(plan.tables()).extracting(SnapshotPlan.Table::kept).containsExactly(ORG, NET);
    assertThat(plan.tables()).extracting(SnapshotPlan.Table::source).containsExactly(ORG, NET);
    assertThat(plan.tables()).allSatisfy(table -> assertThat(table.where()).isEmpty());
    assertThat(plan.specHash()).matches("[0-9a-f]{64}");
  }

  @Test
  void of_fewColumns_keepsWhatTheseStillCarry() {
    EntityType kept = kept(only("org", "status", "name", "id"), "org");

    assertThat(kept.fields()).extracting(Field::name).containsExactly("id", "name", "status");
    assertThat(kept.version()).isEmpty();
    assertThat(kept.tombstone()).isEqualTo(ORG.tombstone());
    assertThat(kept.indexes()).containsExactly(List.of("name"));
  }

  @Test
  void of_versionWithoutTombstone_keepsTheVersionAlone() {
    EntityType kept = kept(only("org", "id", "updated"), "org");

    assertThat(kept.version()).contains("updated");
    assertThat(kept.tombstone()).isEmpty();
    assertThat(kept.indexes()).isEmpty();
  }

  @Test
  void of_parentNotInTheSnapshot_dropsTheReference() {
    assertThat(kept(SnapshotSpec.named("s").tables("net").build(), "net").references()).isEmpty();
  }

  @Test
  void of_fieldOfAReferenceNotListed_dropsThatReferenceAlone() {
    SnapshotSpec spec =
        SnapshotSpec.named("s").tables("org").table("net", Table.ALL.only("id", "org_id")).build();

    assertThat(kept(spec, "net").references()).containsExactly(Reference.of("org_id", "org"));
  }

  @Test
  void of_conditionOfAReferenceNotListed_dropsTheReference() {
    SnapshotSpec spec =
        SnapshotSpec.named("s")
            .tables("org", "net")
            .table("link", Table.ALL.only("net_id", "no"))
            .build();

    assertThat(kept(spec, "link").references()).isEmpty();
  }

  @Test
  void of_conditionOnAFieldThatIsNotCopied_isFine() {
    SnapshotSpec spec =
        SnapshotSpec.named("s").table("net", Table.ALL.only("id").where("secret")).build();

    SnapshotPlan plan = SnapshotPlan.of(spec, SCHEMA, column -> new IsNull(new Column(column)));

    assertThat(plan.tables().get(0).where()).contains(new IsNull(new Column("secret")));
    assertThat(plan.tables().get(0).kept().field("secret")).isEmpty();
  }

  @Test
  void of_everyMistake_isToldAtOnce() {
    SnapshotSpec spec =
        SnapshotSpec.named("Public!")
            .tables("Org", "nett")
            .table("net", Table.ALL.only("name", "nam", "Secret", "name").where("  "))
            .table("link", Table.ALL.only("no").where("1 +"))
            .build();

    assertThat(problems(spec))
        .containsExactly(
            "\"Public!\" is no name of a snapshot: expected a small letter, then small letters,"
                + " digits or -, at most 40 in all",
            "tables: no such table: Org; upper and lower case count, it is called org",
            "tables: no such table: nett; expected one of org, net, link; did you mean \"net\"?",
            "net.columns: no such column: nam; expected one of id, org_id, sponsor_id, name,"
                + " secret; did you mean \"name\"?",
            "net.columns: no such column: Secret; upper and lower case count, it is called secret",
            "net.columns: name is there twice",
            "net.columns: id identifies a row, so it must be listed, too",
            "net.where: it is empty; leave it out to copy all rows",
            "link.columns: net_id identifies a row, so it must be listed, too",
            "link.where: cannot be read: 1 +");
  }

  @Test
  void of_noTables_isRefused() {
    assertThat(problems(SnapshotSpec.named("s").build()))
        .containsExactly(
            "tables: expected one table at least, found none; nothing would be copied");
  }

  @Test
  void of_problem_namesTheSnapshot() {
    InvalidConfigurationException refused =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> plan(SnapshotSpec.named("public").build()));

    assertThat(refused).hasMessageStartingWith("snapshot public: tables: expected one table");
  }

  @Test
  void specHash_sameMeaning_isTheSame() {
    SnapshotSpec one =
        SnapshotSpec.named("one").tables("org").table("net", Table.ALL.only("id", "name")).build();
    SnapshotSpec other =
        SnapshotSpec.named("two").table("net", Table.ALL.only("name", "id")).tables("org").build();

    assertThat(plan(one).specHash()).isEqualTo(plan(other).specHash());
  }

  @Test
  void specHash_anythingElse_isAnother() {
    WhereParser parser = column -> new IsNull(new Column(column));
    List<SnapshotSpec> all =
        List.of(
            SnapshotSpec.named("s").tables("org").build(),
            SnapshotSpec.named("s").tables("net").build(),
            SnapshotSpec.named("s").tables("org", "net").build(),
            only("org", "id", "name"),
            only("org", "id", "country"),
            SnapshotSpec.named("s").table("org", Table.ALL.where("name")).build(),
            SnapshotSpec.named("s").table("org", Table.ALL.where("country")).build());

    assertThat(all.stream().map(spec -> SnapshotPlan.of(spec, SCHEMA, parser).specHash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void schemaHash_orderOfTypesReferencesAndIndexes_doNotMatter() {
    EntityType bare =
        new EntityType(
            "net",
            NET.fields(),
            NET.key(),
            List.of(),
            NET.version(),
            NET.tombstone(),
            List.of(List.of("name")),
            List.of());

    assertThat(SnapshotPlan.schemaHash(Schema.of("a", ORG, NET)))
        .isEqualTo(SnapshotPlan.schemaHash(Schema.of("b", bare, ORG)));
  }

  @Test
  void schemaHash_whatAReaderSees_matters() {
    List<EntityType> all =
        List.of(
            type().build(),
            type().text("more").build(),
            type().nullable("name").build(),
            type().version("at").build(),
            type().tombstone("name", "x").build(),
            type().tombstone("name", "y").build(),
            type().key("id", "name").build(),
            EntityType.named("other").key("id").integer("id").text("name").build());

    assertThat(all.stream().map(each -> SnapshotPlan.schemaHash(Schema.of("s", each))))
        .doesNotHaveDuplicates()
        .allMatch(Sha256::isHash);
  }

  @Test
  void schemaHash_ofAPlan_isThatOfItsFile() {
    SnapshotPlan plan = plan(only("org", "id", "name"));

    assertThat(plan.schemaHash()).isEqualTo(SnapshotPlan.schemaHash(plan.schema()));
    assertThat(plan.schemaHash()).isNotEqualTo(SnapshotPlan.schemaHash(SCHEMA));
  }

  private static EntityType.Builder type() {
    return EntityType.named("t")
        .key("id")
        .integer("id")
        .text("name")
        .instant("at", Precision.MILLIS);
  }

  private static SnapshotSpec only(String table, String... columns) {
    return SnapshotSpec.named("s").table(table, Table.ALL.only(columns)).build();
  }

  private static EntityType kept(SnapshotSpec spec, String table) {
    return plan(spec).schema().type(table);
  }

  private static SnapshotPlan plan(SnapshotSpec spec) {
    return SnapshotPlan.of(spec, SCHEMA, NONE);
  }

  private static List<String> problems(SnapshotSpec spec) {
    return catchThrowableOfType(InvalidConfigurationException.class, () -> plan(spec)).problems();
  }
}
