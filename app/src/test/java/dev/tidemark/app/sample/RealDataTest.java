package dev.tidemark.app.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(
    named = "TIDEMARK_REAL_DATA",
    matches = ".+",
    disabledReason = "TIDEMARK_REAL_DATA names no folder of real responses")
final class RealDataTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC);

  private static Path folder(String name) {
    return Path.of(System.getenv("TIDEMARK_REAL_DATA")).resolve(name);
  }

  private static JsonNode file(Path folder, String type) throws IOException {
    return SampleJson.mapper().readTree(Files.readString(folder.resolve(type + ".json")));
  }

  private static List<JsonNode> rows(FolderData data, String type, boolean deleted) {
    return Objects.requireNonNull(data.state().table(type)).rows().stream()
        .filter(row -> row.deleted() == deleted)
        .map(row -> (JsonNode) SampleJson.tree(Objects.requireNonNull(row.forEveryone())))
        .toList();
  }

  @Test
  void open_allTypes_servesEveryRowAndField() throws Exception {
    Path folder = folder("2026-04-16");
    FolderData data = FolderData.open(List.of(folder), CLOCK);

    for (String type : Kind.types()) {
      List<JsonNode> expected = new ArrayList<>();
      file(folder, type).get("data").forEach(expected::add);
      assertThat(rows(data, type, false).equals(expected)).describedAs(type).isTrue();
    }
  }

  @Test
  void advance_threeDates_turnsRemovedIdsIntoTombstones() throws Exception {
    FolderData data =
        FolderData.open(
            Stream.of("2018-05-09", "2018-06-02", "2018-07-01").map(RealDataTest::folder).toList(),
            CLOCK);
    data.advance();
    data.advance();

    assertThat(data.advance()).isFalse();
    assertThat(rows(data, "ix", true)).hasSize(1);
    assertThat(rows(data, "ixlan", true)).hasSize(2);
    assertThat(rows(data, "ixpfx", true)).hasSize(4);
    assertThat(rows(data, "ixpfx", false)).hasSize(1173);
  }

  @Test
  void open_fileWithATime_keepsItsDigits() throws Exception {
    FolderData data = FolderData.open(List.of(folder("2026-01-28")), CLOCK);

    assertThat(Objects.requireNonNull(data.state().table("ix")).generated())
        .hasValue(file(folder("2026-01-28"), "ix").get("meta").get("generated").asText());
  }
}
