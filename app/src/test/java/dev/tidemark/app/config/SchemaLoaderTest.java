package dev.tidemark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.schema.Tombstone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaLoaderTest {

  @TempDir private Path directory;

  @Test
  void load_shipped_hasThirteenTypesParentsFirst() {
    assertThat(SchemaLoader.load("peeringdb").types())
        .extracting(EntityType::name)
        .containsExactly(
            "org",
            "campus",
            "fac",
            "carrier",
            "carrierfac",
            "ix",
            "ixlan",
            "ixpfx",
            "ixfac",
            "net",
            "poc",
            "netfac",
            "netixlan");
  }

  @Test
  void load_exampleOfThePageAboutSchemas_isWhatThePageSays() throws IOException {
    String example =
        Files.readAllLines(Path.of("..", "docs", "schema.md")).stream()
            .filter(line -> line.isBlank() || line.startsWith("    "))
            .map(line -> line.replaceFirst("^ {4}", ""))
            .collect(Collectors.joining("\n"));
    Path file = Files.writeString(directory.resolve("library.yaml"), example);

    Schema schema = SchemaLoader.load(file.toString());

    assertThat(schema.types())
        .extracting(EntityType::name)
        .containsExactlyInAnyOrder("shelf", "book", "setting");
    EntityType book = schema.type("book");
    assertThat(book.fields().stream().filter(Field::nullable).map(Field::name))
        .containsExactlyInAnyOrder("sequel_id", "pages");
    assertThat(book.tombstone()).contains(new Tombstone("gone", true));
    assertThat(schema.type("setting").version()).isEmpty();
  }

  @Test
  void load_shipped_hasEveryField() {
    Schema schema = SchemaLoader.load("peeringdb");

    assertThat(schema.types().stream().map(type -> type.name() + " " + type.fields().size()))
        .containsExactly(
            "org 21",
            "campus 17",
            "fac 39",
            "carrier 14",
            "carrierfac 7",
            "ix 35",
            "ixlan 14",
            "ixpfx 8",
            "ixfac 9",
            "net 42",
            "poc 11",
            "netfac 10",
            "netixlan 18");
  }

  @Test
  void load_shipped_knowsWhatMayBeNull() {
    EntityType netixlan = SchemaLoader.load("peeringdb").type("netixlan");

    assertThat(netixlan.fields().stream().filter(Field::nullable).map(Field::name))
        .containsExactly("net_side_id", "ix_side_id", "ipaddr4", "ipaddr6");
    assertThat(netixlan.references().stream().filter(reference -> reference.required()))
        .extracting(reference -> reference.target())
        .containsExactly("net", "ixlan");
    assertThat(netixlan.field("ix_id").orElseThrow().signature()).isEqualTo("integer");
  }

  @Test
  void load_file_readsIt() throws IOException {
    Path file =
        file(
            """
            name: books
            types:
              book:
                key: isbn
                fields: {isbn: text, title: "text?"}
            """);

    assertThat(SchemaLoader.load(file.toString()).type("book").field("title").orElseThrow())
        .extracting(Field::signature)
        .isEqualTo("text?");
  }

  @Test
  void load_tenMistakes_tellsAllAtOnce() throws IOException {
    Path file =
        file(
            """
            name: books
            defauts: {key: id}
            types:
              author:
                key: id
                fields: {id: intger, name: text, born: instant}
                version: updatd
                indexes: [nme]
              book:
                key: [isbn, nothing]
                fields: {isbn: text(seconds), _hidden: text, title: text}
                references: {author_id: auther}
                tombstone: {state: gone}
                colour: red
            """);

    assertThatThrownBy(() -> SchemaLoader.load(file.toString()))
        .isInstanceOfSatisfying(
            InvalidSchemaException.class,
            e -> assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(10))
        .hasMessageContaining("defauts: no such entry")
        .hasMessageContaining("did you mean \"defaults\"?")
        .hasMessageContaining("author.fields.id: no such type: intger")
        .hasMessageContaining("author.fields.born: an instant says its precision")
        .hasMessageContaining("updatd")
        .hasMessageContaining("nme")
        .hasMessageContaining("nothing")
        .hasMessageContaining("book.fields.isbn: only an instant has a precision")
        .hasMessageContaining("_hidden")
        .hasMessageContaining("auther")
        .hasMessageContaining("state")
        .hasMessageContaining("colour");
  }

  @Test
  void load_noYaml_saysWhereAndWhat() throws IOException {
    Path file = file("name: books\ntypes: {book: {fields: {title: text?}}}\n");

    assertThatThrownBy(() -> SchemaLoader.load(file.toString()))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessage(
            "schema: "
                + file
                + ":2:36: expected ',' or '}', but got ?"
                + " (inside braces, a value that ends in a question mark needs quotes)");
  }

  @Test
  void load_emptyFile_saysWhatIsExpected() throws IOException {
    Path file = file("");

    assertThatThrownBy(() -> SchemaLoader.load(file.toString()))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("expected a document with name and types, found none");
  }

  @Test
  void load_noSuchFile_suggestsTheShippedOne() {
    assertThatThrownBy(() -> SchemaLoader.load("peringdb"))
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .isEqualTo(
                        List.of(
                            "schema: expected peeringdb or the path of a schema file,"
                                + " found no file peringdb; did you mean \"peeringdb\"?")));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("schema.yaml"), content);
  }
}
