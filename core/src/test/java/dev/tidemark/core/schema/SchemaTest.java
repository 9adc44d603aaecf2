package dev.tidemark.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.core.InvalidSchemaException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SchemaTest {

  private static final EntityType ORG =
      EntityType.named("org").key("id").integer("id").text("name").build();
  private static final EntityType NET =
      EntityType.named("net").key("id").integer("id", "org_id").references("org_id", "org").build();

  @Test
  void of_childrenFirst_sortsParentsFirstAndKeepsTheRest() {
    EntityType alone = EntityType.named("alone").key("id").integer("id").build();

    assertThat(Schema.of("s", NET, alone, ORG).types()).containsExactly(alone, ORG, NET);
    assertThat(Schema.of("s", ORG, NET, alone).types()).containsExactly(ORG, NET, alone);
  }

  @Test
  void type_unknown_isRefused() {
    Schema schema = Schema.of("s", ORG);

    assertThat(schema.type("org")).isEqualTo(ORG);
    assertThat(schema.find("nix")).isEmpty();
    assertThatThrownBy(() -> schema.type("nix"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("schema s has no entity type nix");
  }

  @Test
  void of_tenMistakes_reportsThemAllAtOnce() {
    EntityType broken =
        EntityType.named("broken")
            .key("id", "nokey")
            .real("id")
            .text("name", "Name", "_secret", "two words", "sqlite_x")
            .references("parent", "nobody")
            .version("name")
            .tombstone("name", true)
            .indexed("nam")
            .indexed()
            .build();

    assertThat(problems(broken, EntityType.named("keyless").text("a").build()))
        .containsExactlyInAnyOrder(
            "broken.fields: the name Name is there twice (upper and lower case count as the same)",
            "broken.fields: the name _secret is reserved: names do not start with _ or sqlite_",
            "broken.fields: \"two words\" is no name: expected a letter, then letters, digits or _,"
                + " at most 60 in all",
            "broken.fields: the name sqlite_x is reserved: names do not start with _ or sqlite_",
            "broken.key: nokey is no field of broken",
            "broken.key: id is real, expected integer or text",
            "broken.version: name is text, expected an instant that is never null",
            "broken.tombstone: name is text, which cannot be \"true\"; expected text or boolean and"
                + " a value of it",
            "broken.references: parent is no field of broken",
            "broken.references: parent refers to nobody, which is no entity type",
            "broken.indexes: nam is no field of broken; did you mean \"name\"?",
            "broken.indexes: an index has no fields",
            "keyless: it has no key");
  }

  @Test
  void of_noTypes_isRefused() {
    assertThatThrownBy(() -> Schema.of("s"))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessage("schema s: it has no entity types");
  }

  @Test
  void of_nameThatIsThereTwice_isRefused() {
    assertThat(problems(ORG, EntityType.named("ORG").key("id").integer("id").build()))
        .containsExactly(
            "types: the name ORG is there twice (upper and lower case count as the same)");
  }

  @Test
  void of_cycleAndWhatHangsOnIt_isRefused() {
    EntityType a = child("a", "b");
    EntityType b = child("b", "a");

    assertThat(problems(ORG, a, b, child("c", "a")))
        .containsExactly("references: these types need each other, or hang on such types: a, b, c");
  }

  @Test
  void of_requiredReferenceToItself_isRefusedAndAnOptionalOneIsNot() {
    EntityType needy =
        EntityType.named("x").key("id").integer("id", "up").references("up", "x").build();
    EntityType free =
        EntityType.named("x").key("id").integer("id", "up").mayReference("up", "x").build();

    assertThat(problems(needy))
        .containsExactly("x.references: x needs a row of its own type first; make it optional");
    assertThat(Schema.of("s", free).types()).containsExactly(free);
  }

  @Test
  void of_referenceThatDoesNotFitTheKey_isRefused() {
    EntityType wrong =
        EntityType.named("x").key("id").integer("id").text("org").references("org", "org").build();

    assertThat(problems(ORG, wrong))
        .containsExactly("x.references: org does not fit the key of org, which is [id]");
  }

  @Test
  void of_referenceToAlmostAType_saysWhichWasMeant() {
    assertThat(problems(ORG, child("x", "orgs")))
        .containsExactly(
            "x.references: parent_id refers to orgs, which is no entity type; did you mean"
                + " \"org\"?");
  }

  @Test
  void of_keyAndVersionThatMayBeNull_areRefused() {
    EntityType nullable =
        EntityType.named("x")
            .key("id")
            .integer("id")
            .instant("updated", Precision.SECONDS)
            .nullable("id", "updated")
            .version("updated")
            .build();

    assertThat(problems(nullable))
        .containsExactly(
            "x.key: id may be null; a key never is",
            "x.version: updated is instant(seconds)?, expected an instant that is never null");
  }

  @Test
  void of_uniqueFieldsThatAreNone_areRefused() {
    EntityType unique =
        EntityType.named("x")
            .key("id")
            .integer("id")
            .text("name")
            .unique("nam", "id")
            .unique()
            .unique("name")
            .build();

    assertThat(problems(unique))
        .containsExactly(
            "x.unique: nam is no field of x; did you mean \"name\"?",
            "x.unique: no fields are named");
  }

  @Test
  void of_conditionsThatDoNotFit_areRefused() {
    EntityType x =
        EntityType.named("x")
            .key("id")
            .integer("id", "org_id")
            .text("state")
            .bool("open")
            .real("share")
            .json("more")
            .reference(Reference.of("org_id", "org").onlyWhile("stat", "a"))
            .reference(Reference.of("org_id", "org").onlyWhile("state", 1L))
            .reference(Reference.of("org_id", "org").onlyWhile("open", "true"))
            .reference(Reference.of("org_id", "org").onlyWhile("id", 1))
            .reference(Reference.of("org_id", "org").onlyWhile("share", 0.5))
            .reference(Reference.of("org_id", "org").onlyWhile("more", "{}"))
            .build();

    assertThat(problems(ORG, x))
        .containsExactly(
            "x.references: stat is no field of x; did you mean \"state\"?",
            doesNotFit("state is text", "1"),
            doesNotFit("open is boolean", "true"),
            doesNotFit("id is integer", "1"),
            doesNotFit("share is real", "0.5"),
            doesNotFit("more is json", "{}"));
  }

  @Test
  void of_conditionsThatFit_areTaken() {
    EntityType x =
        EntityType.named("x")
            .key("id")
            .integer("id", "org_id")
            .text("state")
            .bool("open")
            .nullable("state", "open")
            .reference(Reference.of("org_id", "org").onlyWhile("state", ""))
            .reference(Reference.of("org_id", "org").onlyWhile("open", false))
            .reference(Reference.of("org_id", "org").onlyWhile("id", 1L))
            .build();

    assertThat(Schema.of("s", ORG, x).types()).containsExactly(ORG, x);
  }

  @Test
  void below_typesOfTheBase_mayBeReferredTo() {
    Schema base = Schema.of("base", ORG);
    EntityType carrier = child("carrier", "net");

    Schema below = base.below("below", carrier, NET);

    assertThat(below.types()).containsExactly(NET, carrier);
    assertThat(below.base()).containsSame(base);
    assertThat(below.find("org")).isEmpty();
    assertThat(base.types()).containsExactly(ORG);
    assertThat(base.base()).isEmpty();
    assertThat(base.find("net")).isEmpty();
  }

  @Test
  void below_nameOfTheBase_isRefused() {
    Schema base = Schema.of("base", ORG);

    assertThatThrownBy(
            () -> base.below("below", EntityType.named("Org").key("id").integer("id").build()))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessage(
            "schema below: types: the name Org is there twice (upper and lower case count as the"
                + " same)");
  }

  @Test
  void below_referenceThatDoesNotFitOrIsToNobody_isRefused() {
    Schema base = Schema.of("base", ORG);
    EntityType wrong =
        EntityType.named("x").key("id").integer("id").text("org").references("org", "org").build();

    assertThat(
            catchThrowableOfType(
                    InvalidSchemaException.class,
                    () -> base.below("below", wrong, child("y", "orgs")))
                .problems())
        .containsExactly(
            "x.references: org does not fit the key of org, which is [id]",
            "y.references: parent_id refers to orgs, which is no entity type; did you mean"
                + " \"org\"?");
  }

  @Test
  void builder_laterCalls_doNotChangeWhatWasBuilt() {
    EntityType.Builder builder = EntityType.named("x").key("id").integer("id");
    EntityType built = builder.build();
    builder.text("later").indexed("later");

    assertThat(built.fields()).hasSize(1);
    assertThat(built.indexes()).isEmpty();
  }

  @Test
  void field_precision_belongsToInstantsAlone() {
    assertThatThrownBy(() -> new Field("f", FieldType.INSTANT, Optional.empty(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("field f");
  }

  private static String doesNotFit(String field, String value) {
    return "x.references: %s, which cannot be \"%s\"; expected integer, text or boolean and a value of it"
        .formatted(field, value);
  }

  private static EntityType child(String name, String parent) {
    return EntityType.named(name)
        .key("id")
        .integer("id", "parent_id")
        .references("parent_id", parent)
        .build();
  }

  private static List<String> problems(EntityType... types) {
    return catchThrowableOfType(InvalidSchemaException.class, () -> Schema.of("s", types))
        .problems();
  }
}
