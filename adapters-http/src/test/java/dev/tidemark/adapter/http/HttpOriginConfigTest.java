package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.adapter.http.HttpOriginConfig.Timeouts;
import dev.tidemark.adapter.http.HttpOriginConfig.TrustStore;
import dev.tidemark.core.settings.Password;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpOriginConfigTest {

  private static final URI BASE = URI.create("https://origin.example");

  @TempDir Path folder;

  @Test
  void of_baseAlone_isPatientForAWhile() {
    assertThat(HttpOriginConfig.of(BASE).timeouts())
        .isEqualTo(
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30)));
    assertThat(HttpOriginConfig.of(BASE).trust()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://host/, https://host",
    "https://host/tide//, https://host/tide",
    "HTTP://[::1]:8080/x, HTTP://[::1]:8080/x",
  })
  void base_slashesAtTheEnd_areCut(String given, String kept) {
    assertThat(HttpOriginConfig.of(URI.create(given)).base()).isEqualTo(URI.create(kept));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://host/a, 'the origin''s URL has the scheme ftp, expected http or https'",
    "https:///a, 'the origin''s URL names no host, expected http(s)://host/path'",
    "https://host/?a, 'the origin''s URL has a query or fragment, expected a path at most'",
    "https://me:pw@host/, 'the origin''s URL holds a user or password, which nobody would be sent'",
  })
  void base_unusable_isRefused(String given, String message) {
    URI base = URI.create(given);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpOriginConfig.of(base))
        .withMessage(message);
  }

  @Test
  void base_withSeveralProblems_tellsAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpOriginConfig.of(URI.create("origin?x#y")))
        .withMessage(
            "the origin's URL has no scheme, expected http or https; the origin's URL names no host,"
                + " expected http(s)://host/path; the origin's URL has a query or fragment,"
                + " expected a path at most");
  }

  @Test
  void timeouts_notPositive_areAllTold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeouts(Duration.ZERO, Duration.ofNanos(5), Duration.ofSeconds(-1)))
        .withMessageContainingAll("the connect timeout", "the head timeout", "the stall timeout");
  }

  @Test
  void trust_ofPlainHttp_isRefused() throws Exception {
    TrustStore store = store();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new HttpOriginConfig(
                    URI.create("http://host"), Timeouts.DEFAULTS, Optional.of(store)))
        .withMessage("there is a trust store, and the origin's URL is not https");
  }

  @Test
  void trust_noFile_isRefused() {
    Path missing = folder.resolve("missing.p12");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrustStore(missing, new Password("s3cr3t")))
        .withMessage("the trust store %s cannot be read", missing);
  }

  @Test
  void trust_printed_hidesThePassword() throws Exception {
    assertThat(HttpOriginConfig.of(BASE).withTrust(store()).toString())
        .contains("trust.p12")
        .doesNotContain("s3cr3t");
  }

  @Test
  void module_trustStoreOfNobody_isRefused() throws Exception {
    HttpOriginConfig config = HttpOriginConfig.of(BASE).withTrust(store());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HttpOriginModule(config))
        .withMessageContaining("is empty, expected a certificate or more");
  }

  @Test
  void module_trustStoreThatIsNone_isRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("trust.txt"), "no store");
    HttpOriginConfig config =
        HttpOriginConfig.of(BASE).withTrust(new TrustStore(text, new Password("s3cr3t")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HttpOriginModule(config))
        .withMessageContaining("cannot be used")
        .withMessageNotContaining("s3cr3t");
  }

  private TrustStore store() throws GeneralSecurityException, IOException {
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    Path file = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      empty.store(out, "s3cr3t".toCharArray());
    }
    return new TrustStore(file, new Password("s3cr3t"));
  }
}
