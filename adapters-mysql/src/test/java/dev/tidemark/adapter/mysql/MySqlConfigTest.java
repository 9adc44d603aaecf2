package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.adapter.mysql.MySqlConfig.Tls;
import dev.tidemark.adapter.mysql.MySqlConfig.TrustStore;
import dev.tidemark.core.settings.Password;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

final class MySqlConfigTest {

  private static final MySqlConfig CONFIG =
      MySqlConfig.of("jdbc:mysql://db.example/peering", "tidemark", "hush");
  private static final TrustStore TRUSTED =
      new TrustStore(Path.of("/etc/ca.p12"), new Password("hush"));

  @Test
  void toString_withSecrets_masksThem() {
    assertThat(CONFIG.withTls(Tls.VERIFY_CA, TRUSTED).toString())
        .contains("db.example", "tidemark", "***")
        .doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://db/peering",
        "jdbc:mysql://db:3307/peering?socksProxyHost=proxy",
        "jdbc:mysql://[::1]:3306/peering"
      })
  void url_ofADatabase_isTaken(String url) {
    assertThat(MySqlConfig.of(url, "user", "").url()).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:mariadb://db/peering, does not begin with jdbc:mysql://",
    "db/peering, does not begin with jdbc:mysql://",
    "jdbc:mysql://db, names no database",
    "jdbc:mysql://db/, names no database",
    "jdbc:mysql://db/?useSSL=true, names no database",
    "jdbc:mysql://tidemark:hush@db/peering, a user or a password",
    "jdbc:mysql://db/peering?a=b&Password=hush, a user or a password",
    "jdbc:mysql://db/peering?clientCertificateKeyStorePassword=hush, a user or a password",
    "'jdbc:mysql://(host=db,password=hush)/peering', a user or a password",
    "jdbc:mysql://address=(host=db)(user=hush)/peering, a user or a password",
    "'jdbc:mysql://(host=db,sslMode=DISABLED)/peering', describes its host in parentheses",
    "jdbc:mysql://address=(host=db)(sslMode=DISABLED)/peering, describes its host in parentheses",
    "'jdbc:mysql://db1,(host=db2,port=1)/peering', describes its host in parentheses"
  })
  void url_otherwise_isRefusedWithoutBeingShown(String url, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MySqlConfig.of(url, "user", ""))
        .withMessageContaining(problem)
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hush"));
  }

  @Test
  void user_blank_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MySqlConfig.of(CONFIG.url(), " ", ""))
        .withMessageContaining("the user is blank");
  }

  @Test
  void connectTimeout_belowAMillisecond_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withConnectTimeout(Duration.ofNanos(1)))
        .withMessageContaining("expected a millisecond or more");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"VERIFY_CA", "VERIFY_IDENTITY"})
  void trustStore_withoutVerification_isRefused(Tls tls) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withTls(tls, TRUSTED))
        .withMessageContaining("expected VERIFY_CA or VERIFY_IDENTITY");
  }

  @Test
  void driver_isToldOfTheTrustStoreAndOfNoOther() {
    assertThat(DriverProperties.of(CONFIG.withTls(Tls.VERIFY_IDENTITY, TRUSTED)))
        .containsEntry("sslMode", "VERIFY_IDENTITY")
        .containsEntry("trustCertificateKeyStoreUrl", "file:///etc/ca.p12")
        .containsEntry("trustCertificateKeyStorePassword", "hush")
        .containsEntry("fallbackToSystemTrustStore", "false");
  }

  /** A key that anybody in between can hand out is asked for only where TLS may be missing. */
  @ParameterizedTest
  @CsvSource({
    "DISABLED, true",
    "PREFERRED, true",
    "REQUIRED, false",
    "VERIFY_CA, false",
    "VERIFY_IDENTITY, false"
  })
  void driver_takesAPublicKey_onlyIfItMayBePlain(Tls tls, String allowed) {
    assertThat(DriverProperties.of(CONFIG.withTls(tls)))
        .containsEntry("allowPublicKeyRetrieval", allowed);
  }
}
