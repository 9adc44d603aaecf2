package dev.tidemark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.core.InvalidInputException;
import dev.tidemark.core.rollup.PlacedRollup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RollupLoaderTest {

  private static final String NETWORKS =
      """
      rollups:
        networks:
          source: net
          time: created
          bucket: day
          keys: {status: status, org: org_id, country: org_id.country}
          measures:
            networks: count
            prefixes: sum(info_prefixes4)
            orgs: distinct(org_id)
            first: min(created)
            unset: sum(info_prefixes4) where info_prefixes6 is missing
          on: [replica, reporting, away]
      """;

  @TempDir private Path directory;

  @Test
  void load_noFile_isNone() throws IOException {
    assertThat(load("")).isEmpty();
  }

  @Test
  void load_shippedSchema_isInEveryPlaceThatIsEnabled() throws IOException {
    define(NETWORKS);

    assertThat(load(mirrors()))
        .extracting(each -> each.plan().name() + "@" + each.place())
        .containsExactly("networks@replica", "networks@reporting");
  }

  @Test
  void load_exampleOfThePageAboutRollups_isRead() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "rollups.md"));
    define(
        page.substring(page.indexOf("    rollups:"))
            .lines()
            .takeWhile(line -> line.startsWith("    "))
            .map(line -> line.substring(4))
            .collect(Collectors.joining("\n")));

    assertThat(load(mirrors()))
        .extracting(each -> each.plan().name() + "@" + each.place())
        .containsExactly("networks@replica", "networks@reporting");
  }

  @Test
  void load_mirrorThatIsUnknown_isRefusedWithWhatWasMeant() throws IOException {
    define(NETWORKS.replace("reporting", "reprting"));

    assertThat(problems(mirrors()))
        .containsExactly(
            "networks.on: no such place: reprting; expected one of away, replica, reporting; did"
                + " you mean \"reporting\"?");
  }

  @Test
  void load_nameOfAShippedRollup_isRefused() throws IOException {
    define(NETWORKS.replace("networks:\n    source", "requests:\n    source"));

    assertThat(problems(mirrors()))
        .containsExactly(
            "requests: the name belongs to a rollup that is there already; choose another");
  }

  @Test
  void load_fileThatIsNotThere_saysWhichSettingNamesIt() throws IOException {
    assertThat(problems(mirrors()))
        .containsExactly("rollup.definitions: %s: no such file".formatted(definitions()));
  }

  private void define(String text) throws IOException {
    Files.writeString(definitions(), text);
  }

  private Path definitions() {
    return directory.resolve("rollups.yaml");
  }

  private String mirrors() {
    String at = "{url: 'jdbc:mysql://db.example/%s', user: u, enabled: %s}";
    return """
        rollup: {definitions: '%s'}
        mirrors:
          reporting: %s
          away: %s
        """
        .formatted(definitions(), at.formatted("a", "true"), at.formatted("b", "false"));
  }

  private List<PlacedRollup> load(String settings) throws IOException {
    Files.writeString(directory.resolve("tidemark.yaml"), settings);
    Configuration configuration =
        Sources.read(new Surroundings(Map.of(), directory), new Flags()).load(StoredSettings.NONE);
    return RollupLoader.load(configuration, SchemaLoader.load(SchemaLoader.SHIPPED));
  }

  private List<String> problems(String settings) {
    return catchThrowableOfType(InvalidInputException.class, () -> load(settings)).problems();
  }
}
