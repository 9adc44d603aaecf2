package dev.tidemark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.adapter.http.HttpUpstreamConfig.ApiKey;
import dev.tidemark.app.http.Listen;
import dev.tidemark.app.http.SyncToken;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.sync.spi.Mode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationLoaderTest {

  @TempDir private Path directory;

  @Test
  void load_nothingSet_isAllDefaults() {
    Configuration configuration = load(Map.of());

    assertThat(configuration.get(Settings.DATA)).isEqualTo(Path.of("data"));
    assertThat(configuration.get(Settings.SCHEMA)).isEqualTo("peeringdb");
    assertThat(configuration.get(Settings.UPSTREAM_URL))
        .isEqualTo(URI.create("https://www.peeringdb.com/api"));
    assertThat(configuration.find(Settings.UPSTREAM_API_KEY)).isEmpty();
    assertThat(configuration.get(Settings.UPSTREAM_MIN_SPACING)).isEqualTo(Duration.ofSeconds(3));
    assertThat(configuration.get(Settings.SYNC_MODE)).isEqualTo(Mode.INCREMENTAL);
    assertThat(configuration.get(Settings.HTTP_LISTEN)).isEqualTo(new Listen("127.0.0.1", 8080));
    assertThat(configuration.get(Settings.HTTP_STALE_AFTER)).isEqualTo(Duration.ofHours(24));
    assertThat(configuration.find(Settings.HTTP_SYNC_TOKEN)).isEmpty();
    assertThat(configuration.get(Settings.HTTP_DRAIN)).isEqualTo(Duration.ofSeconds(10));
    assertThat(configuration.entries())
        .extracting(Configuration.Entry::origin)
        .containsOnly("default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:8765/api", "http://LOCALHOST/api", "http://[::1]:1/api"})
  void load_upstreamOnThisMachine_isNotSpared(String url) {
    Configuration configuration = load(Map.of("TIDEMARK_UPSTREAM_URL", url));

    assertThat(configuration.get(Settings.UPSTREAM_MIN_SPACING)).isZero();
    assertThat(configuration.origin(Settings.UPSTREAM_MIN_SPACING))
        .isEqualTo("default for this machine");
  }

  @Test
  void load_upstreamOnThisMachineWithASpacing_keepsIt() {
    Configuration configuration =
        load(
            Map.of(
                "TIDEMARK_UPSTREAM_URL",
                "http://localhost/api",
                "TIDEMARK_UPSTREAM_MIN_SPACING",
                "3s"));

    assertThat(configuration.get(Settings.UPSTREAM_MIN_SPACING)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void load_apiKey_syncsMoreOften() {
    Configuration configuration = load(Map.of("TIDEMARK_UPSTREAM_API_KEY", "abc123"));

    assertThat(configuration.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofMinutes(15));
    assertThat(configuration.origin(Settings.SYNC_INTERVAL)).isEqualTo("default with an API key");
  }

  @Test
  void load_apiKeyAndInterval_keepsTheInterval() {
    Configuration configuration =
        load(Map.of("TIDEMARK_UPSTREAM_API_KEY", "abc123", "TIDEMARK_SYNC_INTERVAL", "1h"));

    assertThat(configuration.get(Settings.SYNC_INTERVAL)).isEqualTo(Duration.ofHours(1));
    assertThat(configuration.origin(Settings.SYNC_INTERVAL)).isEqualTo("TIDEMARK_SYNC_INTERVAL");
  }

  @Test
  void load_everythingInTheFile_isAllFromThere() throws IOException {
    file(
        """
        data: /var/lib/tidemark
        schema: mine.yaml
        upstream:
          url: https://beta.example/api/
          api-key: abc123
          min-spacing: 500ms
        sync: {mode: full}
        """);

    Configuration configuration = load(Map.of());

    assertThat(configuration.get(Settings.DATA)).isEqualTo(Path.of("/var/lib/tidemark"));
    assertThat(configuration.get(Settings.SCHEMA)).isEqualTo("mine.yaml");
    assertThat(configuration.get(Settings.UPSTREAM_URL))
        .isEqualTo(URI.create("https://beta.example/api"));
    assertThat(configuration.get(Settings.UPSTREAM_API_KEY)).isEqualTo(new ApiKey("abc123"));
    assertThat(configuration.get(Settings.UPSTREAM_MIN_SPACING)).isEqualTo(Duration.ofMillis(500));
    assertThat(configuration.get(Settings.SYNC_MODE)).isEqualTo(Mode.FULL);
    assertThat(configuration.entries())
        .extracting(entry -> Path.of(entry.origin()).getFileName().toString())
        .startsWith(
            "tidemark.yaml:1",
            "tidemark.yaml:2",
            "tidemark.yaml:4",
            "tidemark.yaml:5",
            "tidemark.yaml:6",
            "tidemark.yaml:7");
  }

  @Test
  void load_http_isReadFromTheFile() throws IOException {
    file(
        """
        http:
          listen: "[::1]:9090"
          stale-after: 2h
          sync-token: hidden-thing
          drain: 0s
        """);

    Configuration configuration = load(Map.of());

    assertThat(configuration.get(Settings.HTTP_LISTEN)).isEqualTo(new Listen("::1", 9090));
    assertThat(configuration.get(Settings.HTTP_STALE_AFTER)).isEqualTo(Duration.ofHours(2));
    assertThat(configuration.find(Settings.HTTP_SYNC_TOKEN))
        .contains(new SyncToken("hidden-thing"));
    assertThat(configuration.get(Settings.HTTP_DRAIN)).isZero();
    assertThat(configuration.toString()).doesNotContain("hidden-thing");
  }

  @Test
  void load_everySettingByEnvironment_isNamedAfterItsKey() {
    assertThat(Settings.DECLARED)
        .extracting(Setting::variable)
        .doesNotHaveDuplicates()
        .contains("TIDEMARK_DATA", "TIDEMARK_UPSTREAM_API_KEY", "TIDEMARK_SYNC_REQUESTS_PER_HOUR");
    Configuration configuration = load(Map.of("TIDEMARK_UPSTREAM_MIN_SPACING", "1h"));
    assertThat(configuration.get(Settings.UPSTREAM_MIN_SPACING)).isEqualTo(Duration.ofHours(1));
    assertThat(configuration.origin(Settings.UPSTREAM_MIN_SPACING))
        .isEqualTo("TIDEMARK_UPSTREAM_MIN_SPACING");
  }

  @Test
  void load_severalSources_flagBeatsEnvironmentBeatsFile() throws IOException {
    file("{data: of-file, schema: of-file, sync: {mode: full}}");

    Configuration configuration =
        load(
            Map.of("TIDEMARK_DATA", "of-environment", "TIDEMARK_SCHEMA", "of-environment"),
            new Flags().set(Settings.DATA, "--data", "of-flag"));

    assertThat(configuration.get(Settings.DATA)).isEqualTo(Path.of("of-flag"));
    assertThat(configuration.get(Settings.SCHEMA)).isEqualTo("of-environment");
    assertThat(configuration.get(Settings.SYNC_MODE)).isEqualTo(Mode.FULL);
    assertThat(configuration.isGivenByFlag(Settings.DATA)).isTrue();
    assertThat(configuration.isGivenByFlag(Settings.SCHEMA)).isFalse();
  }

  @Test
  void load_manyProblems_tellsAllAtOnce() throws IOException {
    file(
        """
        dta: x
        upstream:
          url: [a, b]
          min-spacing: 3
          api-key: ${env:NOWHERE}
        sync: {mode: ful}
        """);
    Map<String, String> environment =
        Map.of(
            "TIDEMARK_UPSTREAM_UR", "x",
            "TIDEMARK_CONFIG", "",
            "TIDEMARK_JAVA_OPTS", "-Xmx1g",
            "OTHER", "x");

    assertThatThrownBy(() -> load(environment, new Flags().set(Settings.DATA, "--data", " ")))
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class,
            e ->
                assertThat(e.problems().stream().map(this::shortened).toList())
                    .containsExactly(
                        "tidemark.yaml:3: upstream.url: expected one value, found a list",
                        "tidemark.yaml:1: dta: no such setting; did you mean \"data\"?",
                        "TIDEMARK_UPSTREAM_UR: no such setting;"
                            + " did you mean \"TIDEMARK_UPSTREAM_URL\"?",
                        "--data: data: expected text, found none",
                        "tidemark.yaml:5: upstream.api-key:"
                            + " environment variable NOWHERE is not set",
                        "tidemark.yaml:4: upstream.min-spacing: expected a duration with a unit,"
                            + " such as 500ms, 3s, 30m, 1h or 7d, found \"3\"",
                        "tidemark.yaml:6: sync.mode: expected incremental or full,"
                            + " found \"ful\""));
  }

  @Test
  void load_brokenFile_saysWhereAndWhat() throws IOException {
    file("data: [x\nsync: 1\n");

    assertThat(problemsOf(new Flags()))
        .containsExactly("tidemark.yaml:2:5: expected ',' or ']', but got :");
  }

  @Test
  void load_keyTwice_isAProblem() throws IOException {
    file("data: x\ndata: y\n");

    assertThat(problemsOf(new Flags()))
        .singleElement()
        .asString()
        .startsWith("tidemark.yaml:2:")
        .endsWith("Duplicate field 'data'");
  }

  @Test
  void load_emptyFile_isNoProblem() throws IOException {
    file("# nothing yet\n");

    assertThat(load(Map.of()).get(Settings.DATA)).isEqualTo(Path.of("data"));
  }

  @Test
  void load_namedFileMissing_isAProblem() {
    Path missing = directory.resolve("other.yaml");

    assertThat(problemsOf(new Flags().configFile(missing.toString())))
        .containsExactly("other.yaml: no such file");
  }

  @Test
  void load_fileNamedByEnvironment_isRead() throws IOException {
    Path other = Files.writeString(directory.resolve("other.yaml"), "schema: other");

    assertThat(load(Map.of("TIDEMARK_CONFIG", other.toString())).get(Settings.SCHEMA))
        .isEqualTo("other");
  }

  @Test
  void load_references_arePutIn() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "abc$1\n");
    file("{upstream: {api-key: '${file:" + key + "}', url: 'https://${env:PDB_HOST}/api'}}");

    Configuration configuration = load(Map.of("PDB_HOST", "pdb.example"));

    assertThat(configuration.get(Settings.UPSTREAM_API_KEY)).isEqualTo(new ApiKey("abc$1"));
    assertThat(configuration.get(Settings.UPSTREAM_URL))
        .isEqualTo(URI.create("https://pdb.example/api"));
  }

  @Test
  void load_badReferences_sayWhatIsWrong() throws IOException {
    file("{data: '${nothing:x}', schema: '${file:" + directory.resolve("none") + "}'}");

    assertThat(problemsOf(new Flags()))
        .containsExactly(
            "tidemark.yaml:1: data: expected ${env:NAME} or ${file:path}, found ${nothing:x}",
            "tidemark.yaml:1: schema: file none: no such file");
  }

  @Test
  void load_keyFromFile_isTrimmed() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "  abc123\n");
    Flags flags =
        new Flags().setFromFile(Settings.UPSTREAM_API_KEY, "--api-key-file", key.toString());

    assertThat(load(Map.of(), flags).get(Settings.UPSTREAM_API_KEY))
        .isEqualTo(new ApiKey("abc123"));
  }

  @Test
  void load_keyFileEmptyOrMissing_isAProblem() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), " \n");
    Path missing = directory.resolve("missing");

    assertThat(
            problemsOf(
                new Flags()
                    .setFromFile(Settings.UPSTREAM_API_KEY, "--api-key-file", empty.toString())
                    .setFromFile(Settings.UPSTREAM_API_KEY, "--api-key-file", missing.toString())))
        .containsExactly(
            "--api-key-file: file empty is empty", "--api-key-file: file missing: no such file");
  }

  @Test
  void entries_secret_isMaskedEverywhere() {
    Configuration configuration = load(Map.of("TIDEMARK_UPSTREAM_API_KEY", "hidden-thing"));

    assertThat(configuration.toString()).contains("***").doesNotContain("hidden-thing");
  }

  @Test
  void load_secretThatNoHeaderCanCarry_isNotShown() {
    assertThatThrownBy(() -> load(Map.of("TIDEMARK_UPSTREAM_API_KEY", "hidden thing")))
        .hasMessageContaining("TIDEMARK_UPSTREAM_API_KEY: upstream.api-key: ")
        .message()
        .doesNotContain("hidden thing");
  }

  private void file(String content) throws IOException {
    Files.writeString(directory.resolve("tidemark.yaml"), content);
  }

  private Configuration load(Map<String, String> environment) {
    return load(environment, new Flags());
  }

  private Configuration load(Map<String, String> environment, Flags flags) {
    return ConfigurationLoader.load(new Surroundings(environment, directory), flags);
  }

  private List<String> problemsOf(Flags flags) {
    try {
      load(Map.of(), flags);
      return List.of();
    } catch (InvalidConfigurationException e) {
      return e.problems().stream().map(this::shortened).toList();
    }
  }

  private String shortened(String problem) {
    return problem.replace(directory + "/", "");
  }
}
