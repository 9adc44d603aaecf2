package dev.tidemark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.core.InvalidInputException;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotLoaderTest {

  private static final String PUBLIC =
      """
      snapshots:
        public:
          tables:
            org: {columns: [id, name]}
            net: {where: "status = 'ok' and asn > 0"}
          targets:
            - {name: edge-1, endpoint: "edge-1.example:9443"}
      """;

  @TempDir private Path directory;

  @Test
  void load_nothingSaid_isNone() throws IOException {
    assertThat(load("data: data")).isEqualTo(ConfiguredSnapshots.NONE);
    assertThat(load("snapshots:")).isEqualTo(ConfiguredSnapshots.NONE);
  }

  @Test
  void load_snapshotWithTarget_isFittedToTheSchema() throws IOException {
    ConfiguredSnapshots found = load(PUBLIC);

    assertThat(found.names()).containsExactly("public");
    assertThat(found.plans().get(0).tables())
        .extracting(table -> table.kept().name() + table.where().isPresent())
        .containsExactlyInAnyOrder("orgfalse", "nettrue");
    assertThat(found.targets())
        .containsExactly(
            new Target("public", "edge-1", Target.Strategy.TIDEMARK, "edge-1.example:9443", true));
  }

  @Test
  void load_exampleOfThePageAboutSnapshots_isRead() throws IOException {
    ConfiguredSnapshots found = load(example("snapshots.md"));

    assertThat(found.names()).containsExactly("public");
    assertThat(found.plans().get(0).tables()).hasSize(3);
  }

  @Test
  void load_exampleOfThePageAboutTheConfiguration_isRead() throws IOException {
    assertThat(load(example("configuration.md")).targets()).hasSize(1);
  }

  /** The lines of the page from the first that says snapshots, as far as they belong to it. */
  private static String example(String page) throws IOException {
    String indent = "    ";
    String text = Files.readString(Path.of("..", "docs", page));
    int begin = text.indexOf("\n" + indent + "snapshots:\n");
    assertThat(begin).as("where snapshots are configured in %s", page).isPositive();
    return "snapshots:\n"
        + text.substring(begin + 1)
            .lines()
            .skip(1)
            .takeWhile(line -> line.startsWith(indent + " "))
            .map(line -> line.substring(indent.length()))
            .collect(Collectors.joining("\n"));
  }

  /** Of tables, conditions and targets alike, each with the line that it stands on. */
  @Test
  void load_manyProblems_areAllToldWithTheirLines() {
    String wrong =
        PUBLIC
            .replace("[id, name]", "[nam]")
            .replace("asn > 0", "asnn > 0")
            .replace("endpoint: \"edge-1.example:9443\"", "endpoint: nowhere, strategie: x")
            .replace("      net:", "      nett: {}\n      net:");

    assertThat(problems(wrong))
        .hasSize(6)
        .allMatch(problem -> problem.contains("tidemark.yaml:"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains(":4: snapshots.public.tables.org.columns: ")
                    .contains("did you mean \"name\"?"))
        .anySatisfy(problem -> assertThat(problem).contains(":4: ").contains("id identifies a row"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains(":6: snapshots.public.tables.net.where: ")
                    .contains("asnn"))
        .anySatisfy(
            problem ->
                assertThat(problem).contains(":3: snapshots.public.tables: ").contains("nett"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains(":8: snapshots.public.targets[0].endpoint: ")
                    .contains("host:port"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains(":8: snapshots.public.targets[0].strategie: ")
                    .contains("did you mean \"strategy\"?"));
  }

  @Test
  void load_noName_isToldOnce() {
    assertThat(problems(PUBLIC.replace("public:", "Public!:")))
        .singleElement()
        .asString()
        .contains("tidemark.yaml:1: snapshots: \"Public!\" is no name of a snapshot");
  }

  @Test
  void load_subSelect_isRefused() {
    assertThat(problems(PUBLIC.replace("asn > 0", "asn in (select asn from poc)")))
        .singleElement()
        .asString()
        .contains(":5: snapshots.public.tables.net.where: ");
  }

  /** The file is the only place that says what is published. */
  @Test
  void load_variableOfTheEnvironment_isNoSetting() {
    assertThat(problems(() -> load(PUBLIC, Map.of("TIDEMARK_SNAPSHOTS_PUBLIC_TABLES", "x"))))
        .singleElement()
        .asString()
        .contains("TIDEMARK_SNAPSHOTS_PUBLIC_TABLES: no such setting");
  }

  @Test
  void load_samePlan_whereverTheSettingsStand() throws IOException {
    SnapshotPlan first = load("data: data\n" + PUBLIC).plans().get(0);

    assertThat(load(PUBLIC + "sync: {interval: 2h}\n").plans().get(0).specHash())
        .isEqualTo(first.specHash());
  }

  private ConfiguredSnapshots load(String settings) throws IOException {
    return load(settings, Map.of());
  }

  private ConfiguredSnapshots load(String settings, Map<String, String> environment)
      throws IOException {
    Files.writeString(directory.resolve("tidemark.yaml"), settings);
    Configuration configuration =
        Sources.read(new Surroundings(environment, directory), new Flags())
            .load(StoredSettings.NONE);
    return SnapshotLoader.load(configuration, SchemaLoader.load(SchemaLoader.SHIPPED));
  }

  private List<String> problems(String settings) {
    return problems(() -> load(settings));
  }

  private static List<String> problems(ThrowingCallable loading) {
    return catchThrowableOfType(InvalidInputException.class, loading).problems();
  }
}
