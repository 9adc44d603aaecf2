package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema file that is wrong, or no longer fits the replica. */
final class SchemaFileTest {

  private static final String TEN_MISTAKES =
      """
      name: mistaken
      defaults:
        key: id
        version: updatd
        fields: {id: integer, updated: instant(seconds), status: text}
      types:
        org:
          version: updated
          fields: {name: txt, _hidden: text, size: integer(seconds), when: instant}
          indexes: [nmae]
          colour: red
        net:
          version: updated
          fields: {org_id: integer}
          references: {org_id: ogr}
        poc:
          version: updated
          key: [id, nick]
        fac: {}
        Fac:
          version: updated
      """;

  @TempDir Path directory;
  @AutoClose private Workplace place;
  private Image before;

  @BeforeEach
  void sync() throws IOException {
    place = Workplace.synced(directory);
    before = place.image();
  }

  @AfterEach
  void nothingHasChanged() {
    assertThat(place.image()).isEqualTo(before);
  }

  @Test
  void sync_tenMistakes_areAllTold() throws IOException {
    Path file = Files.writeString(directory.resolve("mistaken.yaml"), TEN_MISTAKES);
    place.upstream.requests.clear();

    Outcome outcome = place.sync("--schema", file.toString());

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    List<String> said = outcome.said();
    assertThat(said.get(0)).isEqualTo("error: schema " + file + " has 10 problems");
    assertThat(said.subList(1, said.size()))
        .hasSize(10)
        .allMatch(line -> line.startsWith("  "))
        .anyMatch(line -> line.contains("no such type: txt") && line.contains("text"))
        .anyMatch(line -> line.contains("the name _hidden is reserved"))
        .anyMatch(line -> line.contains("only an instant has a precision"))
        .anyMatch(line -> line.contains("an instant says its precision"))
        .anyMatch(line -> line.contains("nmae is no field of org"))
        .anyMatch(line -> line.contains("org.colour: no such entry"))
        .anyMatch(line -> line.contains("org_id refers to ogr, which is no entity type"))
        .anyMatch(line -> line.contains("nick is no field of poc"))
        .anyMatch(line -> line.contains("updatd is no field of fac") && line.contains("updated"))
        .anyMatch(line -> line.contains("Fac is there twice"));
    assertThat(place.upstream.requests).isEmpty();
  }

  @Test
  void sync_noYaml_saysWhere() throws IOException {
    Path file = Files.writeString(directory.resolve("broken.yaml"), "name: x\ntypes: [org\n");

    place.sync("--schema", file.toString()).assertFailed(2, file + ":3:1: expected ");
  }

  @Test
  void sync_noSuchFile_saysSo() {
    place.sync("--schema", "nowhere.yaml").assertFailed(2, "found no file nowhere.yaml");
  }

  @Test
  void sync_fieldOfAnotherType_isRefused() throws IOException {
    Path small = directory.resolve("small.yaml");
    Path other =
        Files.writeString(
            directory.resolve("other.yaml"),
            Files.readString(small).replace("size: integer?", "size: text?"));

    place
        .sync("--schema", other.toString())
        .assertFailed(
            1,
            "the replica in " + place.data.resolve("replica.db"),
            "org.size is stored as integer, the schema says text",
            "sync into another data directory");
  }
}
