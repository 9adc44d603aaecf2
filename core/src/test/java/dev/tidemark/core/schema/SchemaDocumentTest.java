package dev.tidemark.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.core.InvalidSchemaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SchemaDocumentTest {

  private static final Map<String, Object> DEFAULTS =
      map(
          "key",
          "id",
          "version",
          "updated",
          "tombstone",
          map("status", "deleted"),
          "fields",
          map("id", "integer", "status", "text", "updated", "instant(seconds)"));

  @Test
  void read_documentAndBuilder_meanTheSame() {
    Schema read =
        read(
            map(
                "org",
                map("fields", map("name", "text")),
                "campus",
                null,
                "net",
                map(
                    "fields",
                    map("asn", "integer", "latitude", "real?", "seen", "instant( nanos )"),
                    "references",
                    map("org_id", "org", "campus_id", "campus?"),
                    "indexes",
                    List.of("asn", List.of("asn", "org_id")))));

    assertThat(read.name()).isEqualTo("sample");
    assertThat(read.type("net"))
        .isEqualTo(
            EntityType.named("net")
                .key("id")
                .integer("id", "org_id", "campus_id")
                .nullable("campus_id")
                .integer("asn")
                .real("latitude")
                .nullable("latitude")
                .instant("seen", Precision.NANOS)
                .text("status")
                .instant("updated", Precision.SECONDS)
                .references("org_id", "org")
                .mayReference("campus_id", "campus")
                .version("updated")
                .tombstone("status", "deleted")
                .indexed("asn")
                .indexed("asn", "org_id")
                .build());
    assertThat(read.types()).extracting(EntityType::name).containsExactly("org", "campus", "net");
  }

  @Test
  void read_versionAndTombstoneOfNull_areNone() {
    EntityType type = read(map("x", map("version", null, "tombstone", null))).type("x");

    assertThat(type.version()).isEmpty();
    assertThat(type.tombstone()).isEmpty();
  }

  @Test
  void read_compositeKeyAndReference_takeTheTypesOfTheKey() {
    Schema schema =
        read(
            map(
                "port",
                map("key", List.of("ix", "label"), "fields", map("ix", "integer", "label", "text")),
                "cable",
                map("references", map("at_ix , at_label", "port"))));

    EntityType cable = schema.type("cable");
    assertThat(cable.references())
        .containsExactly(new Reference(List.of("at_ix", "at_label"), "port", true));
    assertThat(cable.field("at_ix").orElseThrow().type()).isEqualTo(FieldType.INTEGER);
    assertThat(cable.field("at_label").orElseThrow().type()).isEqualTo(FieldType.TEXT);
  }

  @Test
  void read_booleanTombstone_isABoolean() {
    EntityType type =
        read(map("x", map("fields", map("gone", "boolean"), "tombstone", map("gone", true))))
            .type("x");

    assertThat(type.tombstone()).contains(new Tombstone("gone", true));
  }

  @Test
  void read_manyMistakes_reportsThemAllWithPathsAndHints() {
    Map<String, Object> document =
        map(
            "nam",
            "x",
            "types",
            map(
                "a",
                map("feilds", map("b", "text")),
                "b",
                map(
                    "key",
                    "id",
                    "fields",
                    map(
                        "id",
                        "intger",
                        "when",
                        "instant",
                        "what",
                        "text(seconds)",
                        "at",
                        "instant(second)",
                        "odd",
                        "text!",
                        "seven",
                        7),
                    "indexes",
                    "when"),
                "c",
                "text"));

    assertThat(problems(document))
        .contains(
            "nam: no such entry; expected one of name, defaults, types; did you mean \"name\"?",
            "name: expected text, found null",
            "a.feilds: no such entry; expected one of key, version, tombstone, fields, references,"
                + " indexes; did you mean \"fields\"?",
            "a: it has no key",
            "b.fields.id: no such type: intger; expected one of integer, real, text, boolean,"
                + " instant, json; did you mean \"integer\"?",
            "b.fields.when: an instant says its precision: instant(seconds)",
            "b.fields.what: only an instant has a precision, found text(seconds)",
            "b.fields.at: no such precision: second; expected one of seconds, millis, micros,"
                + " nanos; did you mean \"seconds\"?",
            "b.fields.odd: expected a type such as integer, real? or instant(seconds), found text!",
            "b.fields.seven: expected text, found 7",
            "b.indexes: expected a list, found when",
            "types.c: expected entries of the form name: value, found text")
        .noneMatch(problem -> problem.endsWith("found 7") && problem.contains("such as"))
        .doesNotHaveDuplicates();
  }

  @Test
  void read_nothing_isRefused() {
    for (Object nothing : new Object[] {"text", List.of(), Map.of()}) {
      assertThatThrownBy(() -> SchemaDocument.read("x.yaml", nothing))
          .isInstanceOf(InvalidSchemaException.class)
          .hasMessage("schema x.yaml: expected a document with name and types, found none");
    }
    assertThatThrownBy(() -> SchemaDocument.read("x.yaml", null))
        .isInstanceOf(InvalidSchemaException.class);
  }

  @Test
  void read_twoTombstones_areRefused() {
    assertThat(
            problems(
                map(
                    "name",
                    "s",
                    "defaults",
                    DEFAULTS,
                    "types",
                    map("x", map("tombstone", map("status", "a", "id", "b"))))))
        .containsExactly("x.tombstone: expected one field and its value, found {status=a, id=b}");
  }

  @Test
  void read_referenceToAnUnknownType_isToldOnce() {
    assertThat(
            problems(
                map(
                    "name",
                    "s",
                    "defaults",
                    DEFAULTS,
                    "types",
                    map("net", map("references", map("org_id", "ogr"))))))
        .containsExactly("net.references: org_id refers to ogr, which is no entity type");
  }

  private static Schema read(Map<String, Object> types) {
    return SchemaDocument.read(
        "s.yaml", map("name", "sample", "defaults", DEFAULTS, "types", types));
  }

  private static List<String> problems(Map<String, Object> document) {
    return catchThrowableOfType(
            InvalidSchemaException.class, () -> SchemaDocument.read("s.yaml", document))
        .problems();
  }

  private static Map<String, Object> map(@Nullable Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }
}
