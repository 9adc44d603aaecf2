package dev.tidemark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.adapter.http.HttpOriginConfig.TrustStore;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.settings.Password;
import dev.tidemark.core.snapshot.PublisherPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotRulesTest {

  @TempDir private Path directory;

  @Test
  void certificates_allThree_areTaken() throws IOException {
    Configuration configuration = load(quic("certificate", "key", "ca"));

    assertThat(ConfiguredQuic.of(configuration).orElseThrow().isInsecure()).isFalse();
  }

  @Test
  void certificates_none_isNoTransport() throws IOException {
    assertThat(ConfiguredQuic.of(load(""))).isEmpty();
    assertThat(ConfiguredQuic.of(load("quic: {insecure: true}")).orElseThrow().isInsecure())
        .isTrue();
  }

  @Test
  void certificates_some_areOfNoUse() throws IOException {
    assertThat(problems(quic("key")))
        .satisfiesExactly(
            problem ->
                assertThat(problem)
                    .contains("tidemark.yaml:1: quic.key: is of no use without quic.certificate"),
            problem -> assertThat(problem).contains("without quic.ca"));
  }

  @Test
  void certificates_insecure_areContradictory() throws IOException {
    assertThat(problems(quic("certificate", "key", "ca").replace("}", ", insecure: true}")))
        .singleElement()
        .asString()
        .contains("quic.insecure: expected false where there is quic.certificate");
  }

  @Test
  void files_thatAreNotThere_areToldEachToThoseWhoUseThem() throws IOException {
    Configuration configuration =
        load(
            """
            quic: {certificate: nowhere.pem, key: nowhere.key, ca: nowhere.ca}
            publish: {signing-key: nowhere.sign}
            """);

    assertThat(problemsOf(() -> ConfiguredQuic.of(configuration)))
        .satisfiesExactly(
            problem ->
                assertThat(problem)
                    .contains("tidemark.yaml:1: quic.certificate: no such file: nowhere.pem"),
            problem -> assertThat(problem).contains("quic.key: no such file: nowhere.key"),
            problem -> assertThat(problem).contains("quic.ca: no such file: nowhere.ca"));
    assertThat(problemsOf(() -> SigningKey.of(configuration)))
        .containsExactly("publish.signing-key: nowhere.sign: no such file");
  }

  @Test
  void delays_quietLongerThanMost_isRefused() {
    assertThat(problems("publish: {quiet-period: 30s}"))
        .singleElement()
        .asString()
        .contains("publish.quiet-period: expected publish.quiet-period of 30.0 s")
        .contains("publish.max-delay of 10.0 s");
    assertThat(problems("publish: {max-delay: 100ms}"))
        .singleElement()
        .asString()
        .contains("tidemark.yaml:1: publish.max-delay: ");
  }

  @Test
  void writes_toAnOriginThatIsNotNamed_areRefused() throws IOException {
    assertThat(problems("edge: {writes: redirect}"))
        .singleElement()
        .asString()
        .contains("edge.writes: is of no use without edge.origin");
    assertThat(load("edge: {writes: refuse}").get(EdgeSettings.WRITES))
        .isEqualTo(EdgeSettings.Writes.REFUSE);
  }

  @Test
  void v1Gzip_ofAPublisherOrAnEdgeThatPassesOn_isDoneWhereItIsAskedFor() throws IOException {
    Configuration asking = load("{quic: {insecure: true}, publish: {v1-gzip: true}}");

    assertThat(ConfiguredQuic.of(asking).orElseThrow().version1Gzip()).isTrue();
    assertThat(ConfiguredEdge.of(asking).quic().version1Gzip()).isTrue();
    assertThat(ConfiguredQuic.of(load("quic: {insecure: true}")).orElseThrow().version1Gzip())
        .isFalse();
  }

  @Test
  void trustStore_ofAnHttpsOrigin_isTakenAndItsPasswordShownNowhere() throws IOException {
    Path store = Files.writeString(directory.resolve("ca.p12"), "");
    Configuration configuration =
        load(
            "edge: {origin: 'https://o.example', origin-trust-store: '%s', %s: s3cr3t}"
                .formatted(store, "origin-trust-store-password"));

    assertThat(ConfiguredOrigin.of(configuration).orElseThrow().trust())
        .contains(new TrustStore(store, new Password("s3cr3t")));
    assertThat(configuration.toString()).contains("ca.p12").doesNotContain("s3cr3t");
    assertThat(configuration.get(EdgeSettings.ORIGIN_TRUST_STORE_PASSWORD)).hasToString("***");
  }

  @Test
  void trustStore_withoutAnOriginOrItsPasswordAlone_isOfNoUse() {
    assertThat(problems("edge: {origin-trust-store: ca.p12}"))
        .singleElement()
        .asString()
        .contains("tidemark.yaml:1: edge.origin-trust-store: is of no use without edge.origin");
    assertThat(problems("edge: {origin: 'https://o.example', origin-trust-store-password: x}"))
        .singleElement()
        .asString()
        .contains("tidemark.yaml:1: edge.origin-trust-store-password: is of no use without")
        .endsWith("edge.origin-trust-store");
  }

  @Test
  void trustStore_ofAPlainOrigin_isToldWithAllElse() {
    assertThat(
            problems(
                """
                edge:
                  origin: http://o.example
                  origin-trust-store: ca.p12
                  keep: none
                """))
        .satisfiesExactly(
            problem -> assertThat(problem).contains("tidemark.yaml:4: edge.keep: expected"),
            problem ->
                assertThat(problem)
                    .contains("tidemark.yaml:3: edge.origin-trust-store: is of no use where")
                    .endsWith("edge.origin is http://o.example, expected https"));
  }

  @Test
  void trustStore_thatIsNotThere_isToldByTheEdgeWithAllElse() throws IOException {
    Configuration configuration =
        load(
            """
            quic: {certificate: nowhere.pem, key: nowhere.key, ca: nowhere.ca}
            edge: {origin: 'https://o.example', origin-trust-store: nowhere.p12, accept-v1: other}
            """);

    assertThat(problemsOf(() -> ConfiguredEdge.of(configuration)))
        .hasSize(5)
        .anySatisfy(problem -> assertThat(problem).startsWith("edge.accept-v1: expected one of"))
        .anySatisfy(problem -> assertThat(problem).contains("quic.ca: no such file: nowhere.ca"))
        .last()
        .asString()
        .contains("tidemark.yaml:2: edge.origin-trust-store: no such file: nowhere.p12");
  }

  @Test
  void policy_isWhatTheSettingsSay() throws IOException {
    PublisherPolicy policy =
        Policies.ofPublisher(
            load("publish: {quiet-period: 1s, max-delay: 5s, reconcile-every: 1m, timeout: 30s}"));

    assertThat(policy.quietPeriod()).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.maxDelay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(policy.reconcileEvery()).isEqualTo(Duration.ofMinutes(1));
    assertThat(policy.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(Policies.ofPublisher(load(""))).isEqualTo(PublisherPolicy.DEFAULTS);
  }

  @Test
  void signingKey_thatIsNone_isToldWithItsFile() throws IOException {
    Path file = Files.writeString(directory.resolve("a.key"), "nothing");
    Configuration configuration = load("publish: {signing-key: '%s'}".formatted(file));

    assertThat(problemsOf(() -> SigningKey.of(configuration)))
        .singleElement()
        .asString()
        .startsWith("publish.signing-key: " + file);
  }

  @Test
  void trustedKeys_thatAreNone_areToldWithTheirFile() throws IOException {
    Path file = Files.writeString(directory.resolve("keys.pem"), "nothing");
    Configuration nothing = load(trusting(file));
    Configuration nowhere = load(trusting(directory.resolve("nowhere.pem")));

    assertThat(problemsOf(() -> ConfiguredEdge.of(nothing)))
        .singleElement()
        .asString()
        .startsWith("edge.trusted-keys: " + file);
    assertThat(problemsOf(() -> ConfiguredEdge.of(nowhere)))
        .singleElement()
        .asString()
        .endsWith("nowhere.pem: no such file");
  }

  private static String trusting(Path keys) {
    return "{quic: {insecure: true}, edge: {trusted-keys: '%s'}}".formatted(keys);
  }

  private String quic(String... files) throws IOException {
    StringBuilder settings = new StringBuilder("quic: {");
    for (String name : files) {
      Path file = Files.writeString(directory.resolve(name), "");
      settings.append(settings.length() > 7 ? ", " : "").append("%s: '%s'".formatted(name, file));
    }
    return settings.append("}").toString();
  }

  private Configuration load(String settings) throws IOException {
    Files.writeString(directory.resolve("tidemark.yaml"), settings);
    return ConfigurationLoader.load(new Surroundings(Map.of(), directory), new Flags());
  }

  private List<String> problems(String settings) {
    return problemsOf(() -> load(settings));
  }

  private static List<String> problemsOf(ThrowingCallable what) {
    return catchThrowableOfType(InvalidConfigurationException.class, what).problems();
  }
}
