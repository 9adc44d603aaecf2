package dev.tidemark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.adapter.mysql.MySqlConfig.Tls;
import dev.tidemark.core.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of which there are as many as mirrors. */
final class MirrorConfigurationTest {

  private static final String REPORTING =
      "mirrors: {reporting: {url: 'jdbc:mysql://db.example/peering', user: tidemark}}";

  @TempDir private Path directory;

  @Test
  void mirror_ofTheFewestSettings_isKeptAsIsUsual() throws IOException {
    file(REPORTING);

    Configuration configuration = load(Map.of());

    assertThat(ConfiguredMirror.all(configuration))
        .singleElement()
        .satisfies(
            mirror -> {
              assertThat(mirror.name()).isEqualTo("reporting");
              assertThat(mirror.prefix()).isEmpty();
              assertThat(mirror.place()).isEqualTo("db.example:3306/peering");
              assertThat(mirror.database().tls()).isEqualTo(Tls.PREFERRED);
            });
    assertThat(configuration.get(MirrorSettings.VERIFY_EVERY.at("reporting")))
        .isEqualTo(Duration.ofHours(6));
    assertThat(configuration.get(MirrorSettings.MAX_SHARE.at("reporting"))).isEqualTo(0.2);
  }

  @Test
  void mirror_everythingInTheFile_isAllFromThere() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "hidden-thing\n");
    file(
        """
        mirrors:
          far-away-2:
            url: jdbc:mysql://db.example:3307/peering
            user: tidemark
            password: ${file:%s}
            prefix: pdb_
            verify-every: 0s
            max-share: 1%%
            tls: verify-identity
            trust-store: authorities.p12
            trust-store-password: ${env:STORE}
        """
            .formatted(key));

    Configuration configuration = load(Map.of("STORE", "hidden-too"));

    ConfiguredMirror mirror = ConfiguredMirror.all(configuration).get(0);
    assertThat(mirror.place()).isEqualTo("db.example:3307/peering pdb_");
    assertThat(mirror.database().password().value()).isEqualTo("hidden-thing");
    assertThat(mirror.database().tls()).isEqualTo(Tls.VERIFY_IDENTITY);
    assertThat(mirror.database().trustStore().orElseThrow().password().value())
        .isEqualTo("hidden-too");
    assertThat(configuration.get(MirrorSettings.VERIFY_EVERY.at("far-away-2"))).isZero();
    assertThat(configuration.toString()).doesNotContain("hidden");
    assertThat(configuration.origin(MirrorSettings.PREFIX.at("far-away-2")))
        .endsWith("tidemark.yaml:6");
  }

  @Test
  void mirror_byEnvironmentAlone_isNamedInSmallLettersWithDashes() {
    Configuration configuration =
        load(
            Map.of(
                "TIDEMARK_MIRRORS_FAR_AWAY_URL", "jdbc:mysql://db.example/peering",
                "TIDEMARK_MIRRORS_FAR_AWAY_USER", "tidemark",
                "TIDEMARK_MIRRORS_FAR_AWAY_PASSWORD", "hidden-thing",
                "TIDEMARK_MIRRORS_FAR_AWAY_VERIFY_EVERY", "1h"));

    assertThat(configuration.mirrors()).containsExactly("far-away");
    assertThat(configuration.origin(MirrorSettings.VERIFY_EVERY.at("far-away")))
        .isEqualTo("TIDEMARK_MIRRORS_FAR_AWAY_VERIFY_EVERY");
    assertThat(configuration.toString()).contains("***").doesNotContain("hidden-thing");
  }

  /** No variable can be meant for two settings, whatever the mirrors are called. */
  @ParameterizedTest
  @CsvSource({
    "TIDEMARK_MIRRORS_A_TRUST_STORE_PASSWORD, mirrors.a.trust-store-password",
    "TIDEMARK_MIRRORS_TRUST_STORE_PASSWORD, mirrors.trust-store.password",
    "TIDEMARK_MIRRORS_A_B_PASSWORD, mirrors.a-b.password",
    "TIDEMARK_MIRRORS_URL_URL, mirrors.url.url",
  })
  void variable_isOfOneSetting(String variable, String setting) {
    assertThat(Settings.ofVariable(variable)).map(Setting::name).contains(setting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Reporting", "re_porting", "-a", "a--b", "a-trust-store", "ä"})
  void mirror_nameThatNoVariableCouldMean_isRefused(String name) throws IOException {
    file("mirrors: {\"" + name + "\": {url: x}}");

    assertThat(problemsOf(Map.of()))
        .containsExactly(
            "tidemark.yaml:1: mirrors."
                + name
                + ".url: no such setting; a mirror is named with small letters, digits and single"
                + " dashes, and not *-trust-store");
  }

  @Test
  void mirror_manyProblems_areToldAtOnceWithTheirLines() throws IOException {
    file(
        """
        mirrors:
          url: jdbc:mysql://db.example/peering
          reporting:
            urll: jdbc:mysql://db.example/peering
            tls: verify
            prefix: "a b"
          archive: {user: x, url: "http://db.example", trust-store-password: x}
        """);

    assertThat(problemsOf(Map.of("TIDEMARK_MIRRORS_REPORTING_PASWORD", "x")))
        .containsExactly(
            "tidemark.yaml:2: mirrors.url: no such setting; a mirror has a name and its settings"
                + " below it, as in mirrors.reporting.url",
            "tidemark.yaml:4: mirrors.reporting.urll: no such setting; did you mean"
                + " \"mirrors.reporting.url\"?",
            "TIDEMARK_MIRRORS_REPORTING_PASWORD: no such setting; did you mean"
                + " \"TIDEMARK_MIRRORS_REPORTING_PASSWORD\"?",
            "tidemark.yaml:7: mirrors.archive.url: the URL does not begin with jdbc:mysql://, which"
                + " serves MariaDB too",
            "tidemark.yaml:5: mirrors.reporting.tls: expected disabled or preferred or required or"
                + " verify-ca or verify-identity, found \"verify\"",
            "tidemark.yaml:6: mirrors.reporting.prefix: expected at most 30 letters, digits and"
                + " underscores, found \"a b\"",
            "tidemark.yaml:7: mirrors.archive.trust-store-password: is of no use without"
                + " mirrors.archive.trust-store",
            "tidemark.yaml:5: mirrors.reporting.url: is not set, expected"
                + " jdbc:mysql://HOST[:PORT]/DATABASE that is to equal the replica, also where"
                + " MariaDB is",
            "tidemark.yaml:5: mirrors.reporting.user: is not set, expected user of that database");
  }

  @Test
  void mirror_passwordInTheUrl_isRefusedAndNotShown() throws IOException {
    file("mirrors: {a: {url: 'jdbc:mysql://x:hidden-thing@db.example/peering', user: x}}");

    assertThat(problemsOf(Map.of()))
        .containsExactly(
            "tidemark.yaml:1: mirrors.a.url: the URL holds a user or a password, which have"
                + " settings of their own");
  }

  @Test
  void mirror_trustStoreWithoutVerification_isRefused() throws IOException {
    file(REPORTING.replace("}}", ", trust-store: a.p12}}"));

    assertThat(problemsOf(Map.of()))
        .containsExactly(
            "tidemark.yaml:1: mirrors.reporting: a trust store is of no use with TLS PREFERRED,"
                + " expected VERIFY_CA or VERIFY_IDENTITY");
  }

  @Test
  void mirrors_atOnePlaceHoweverWritten_areRefused() throws IOException {
    file(
        """
        mirrors:
          a: {url: "jdbc:mysql://db.example/peering", user: x, prefix: pdb_}
          b: {url: "jdbc:mysql://DB.example:3306/peering?socketTimeout=1", user: y, prefix: pdb_}
          c: {url: "jdbc:mysql://db.example/peering", user: x}
        """);

    assertThat(problemsOf(Map.of()))
        .containsExactly(
            "tidemark.yaml:3: mirrors.b.url: is db.example:3306/peering pdb_, as the mirror a is;"
                + " give one of them another database or prefix");
    assertThat(problemsOf(Map.of("TIDEMARK_MIRRORS_A_ENABLED", "false"))).isEmpty();
  }

  @Test
  void mirror_disabled_needsNothingElse() throws IOException {
    file("mirrors: {old: {enabled: false}}");

    Configuration configuration = load(Map.of());

    assertThat(configuration.mirrors()).containsExactly("old");
    assertThat(ConfiguredMirror.all(configuration)).isEmpty();
    assertThat(ConfiguredMirror.place(configuration, "old")).isEmpty();
  }

  @Test
  void mirror_entries_areThoseOfEachName() throws IOException {
    file(REPORTING);

    assertThat(load(Map.of()).entries())
        .extracting(entry -> entry.setting().name())
        .contains("mirrors.reporting.url", "mirrors.reporting.max-share", "feed.keep")
        .noneMatch(name -> name.contains(Setting.NAME));
  }

  @Test
  void stored_forAMirror_countsAndOutlivesItWithAWayOut() throws IOException {
    file(REPORTING);
    StoredSettings stored = StoredSettings.NONE.with(Map.of("mirrors.reporting.max-share", "1%"));

    assertThat(stored.everyProblem()).isEmpty();
    assertThat(sources(Map.of()).load(stored.at(3)).get(MirrorSettings.MAX_SHARE.at("reporting")))
        .isEqualTo(0.01);

    file("");
    assertThat(problemsOf(() -> sources(Map.of()).load(stored.at(3))))
        .containsExactly(
            "settings version 3: mirrors.reporting.url: is not set, though"
                + " mirrors.reporting.max-share is stored; settings unset"
                + " mirrors.reporting.max-share",
            "settings version 3: mirrors.reporting.user: is not set, though"
                + " mirrors.reporting.max-share is stored; settings unset"
                + " mirrors.reporting.max-share");
  }

  @Test
  void stored_whatConnects_isNot() {
    assertThat(StoredSettings.objection("mirrors.reporting.url"))
        .contains(
            "mirrors.reporting.url: it is read when a process starts; set it in tidemark.yaml, or"
                + " as TIDEMARK_MIRRORS_REPORTING_URL");
    assertThat(StoredSettings.objection("mirrors.reporting.password").orElseThrow())
        .contains("a secret is not stored here");
    assertThat(StoredSettings.objection("feed.keep")).isEmpty();
  }

  @Test
  void leadership_withoutAUrl_isAProblem() {
    assertThat(problemsOf(Map.of("TIDEMARK_LEADERSHIP_NAME", "x")))
        .containsExactly(
            "TIDEMARK_LEADERSHIP_NAME: leadership.url: is not set, expected"
                + " jdbc:mysql://HOST[:PORT]/DATABASE whose lock says which process writes, also"
                + " where MariaDB is",
            "TIDEMARK_LEADERSHIP_NAME: leadership.user: is not set, expected user of that"
                + " database");
    assertThat(problemsOf(Map.of())).isEmpty();
  }

  @Test
  void leadership_nameThatIsTooLong_isAProblem() {
    assertThat(
            problemsOf(
                Map.of(
                    "TIDEMARK_LEADERSHIP_URL", "jdbc:mysql://db.example/peering",
                    "TIDEMARK_LEADERSHIP_USER", "tidemark",
                    "TIDEMARK_LEADERSHIP_NAME", "x".repeat(65))))
        .containsExactly(
            "TIDEMARK_LEADERSHIP_NAME: leadership.name: the name of the leadership has 65"
                + " characters, expected 1 to 64 that are not all blank");
  }

  private void file(String content) throws IOException {
    Files.writeString(directory.resolve("tidemark.yaml"), content);
  }

  private Configuration load(Map<String, String> environment) {
    return sources(environment).load(StoredSettings.NONE);
  }

  private Sources sources(Map<String, String> environment) {
    return Sources.read(new Surroundings(new TreeMap<>(environment), directory), new Flags());
  }

  private List<String> problemsOf(Map<String, String> environment) {
    return problemsOf(() -> load(environment));
  }

  private List<String> problemsOf(Runnable loading) {
    try {
      loading.run();
      return List.of();
    } catch (InvalidConfigurationException e) {
      return e.problems().stream().map(each -> each.replace(directory + "/", "")).toList();
    }
  }
}
