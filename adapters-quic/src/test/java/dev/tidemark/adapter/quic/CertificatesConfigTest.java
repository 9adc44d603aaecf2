package dev.tidemark.adapter.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.InvalidConfigurationException;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that certificates are in: those that are made, and those that people bring. */
final class CertificatesConfigTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration YEAR = Duration.ofDays(365);
  private static final X509Bundle AUTHORITY = Certs.authority("authority");
  private static final X509Bundle OWN = Certs.issued(AUTHORITY, "origin", YEAR);

  @TempDir Path directory;

  @Test
  void create_makesFilesThatOnlyTheirOwnerCanRead() throws IOException {
    List<Path> made =
        CertificatesConfig.in(directory.resolve("new")).create(List.of("edge-1.example"), CLOCK);

    assertThat(made)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("ca.pem", "ca.key", "edge-1.example.pem", "edge-1.example.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.get(3))))
        .isEqualTo("rw-------");
  }

  @Test
  void create_makesCertificatesThatJavaBelieves() throws Exception {
    CertificatesConfig config = CertificatesConfig.in(directory);
    config.create(List.of("edge"), CLOCK);

    Credentials read = Credentials.read(config.identity("edge"), CLOCK.instant());

    var own = read.chain().get(0);
    own.verify(read.authority().get(0).getPublicKey());
    assertThat(PeerName.names(own)).containsExactly("edge");
    assertThat(own.getBasicConstraints()).isEqualTo(-1);
    assertThat(read.authority().get(0).getBasicConstraints()).isNotNegative();
    assertThat(own.getSubjectAlternativeNames()).hasSize(4);
    assertThat(own.getKeyUsage()).startsWith(true, false);
    assertThat(own.getExtendedKeyUsage()).hasSize(2);
    assertThat(Validity.of(own))
        .isEqualTo(new Validity(own.getNotBefore().toInstant(), own.getNotAfter().toInstant()));
  }

  @Test
  void create_fromTheYear2050On_isReadAsItWasMade() {
    Instant late = Instant.parse("2049-12-31T12:00:00Z");
    CertificatesConfig config = CertificatesConfig.in(directory);
    config.create(List.of("edge"), Clock.fixed(late, ZoneOffset.UTC));

    Validity made = Validity.of(Credentials.read(config.identity("edge"), late).chain().get(0));

    assertThat(made.begin()).isEqualTo("2049-12-31T11:00:00Z");
    assertThat(made.end()).isEqualTo(late.plus(Duration.ofDays(825)));
  }

  @Test
  void create_overFilesThatAreThere_makesNothing() throws IOException {
    Files.writeString(directory.resolve("b.key"), "precious");

    assertThatThrownBy(() -> CertificatesConfig.in(directory).create(List.of("a", "b"), CLOCK))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("b.key already");
    assertThat(directory).isDirectoryContaining(file -> file.endsWith("b.key"));
    assertThat(directory.resolve("ca.pem")).doesNotExist();
  }

  @Test
  void create_ofWhatIsNoName_saysAllThatAreNone() {
    assertThatThrownBy(
            () -> CertificatesConfig.in(directory).create(List.of("../a", "ok", "ca", "B"), CLOCK))
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  private static List<String> problems(QuicConfig.Identity identity) {
    try {
      Credentials.read(identity, CLOCK.instant());
      return List.of();
    } catch (InvalidConfigurationException e) {
      return e.problems();
    }
  }

  private QuicConfig.Identity files(String certificate, String key) {
    return Certs.write(directory, certificate, key, AUTHORITY);
  }

  @Test
  void identity_ofFilesThatAreNotThere_namesThemAll() {
    assertThat(
            problems(
                new QuicConfig.Identity(
                    directory.resolve("1"), directory.resolve("2"), directory.resolve("3"))))
        .hasSize(3)
        .allMatch(problem -> problem.startsWith("there is no "));
  }

  @Test
  void identity_withKeysInOtherForms_tellsHowToConvertThem() {
    for (String kind : List.of("EC ", "RSA ", "ENCRYPTED ")) {
      String key =
          "-----BEGIN %sPRIVATE KEY-----\nMHc=\n-----END %<sPRIVATE KEY-----\n".formatted(kind);

      assertThat(problems(files(OWN.getCertificatePEM(), key)))
          .singleElement()
          .asString()
          .contains("openssl pkcs8 -topk8 -nocrypt");
    }
  }

  @Test
  void identity_withAnEd25519Key_saysWhichKeysDo() throws NoSuchAlgorithmException {
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();

    assertThat(problems(files(OWN.getCertificatePEM(), pem(key))))
        .singleElement()
        .asString()
        .contains("Ed25519")
        .contains("EC (P-256) or RSA");
  }

  @Test
  void identity_withADamagedKey_saysSo() {
    String whole = OWN.getPrivateKeyPEM();
    for (String damaged :
        List.of(
            pem(new byte[] {1, 2, 3}),
            whole.substring(0, whole.length() / 2),
            whole.replaceFirst("KEY-----\\R..", "KEY-----\n*."))) {
      assertThat(problems(files(OWN.getCertificatePEM(), damaged)))
          .singleElement()
          .asString()
          .contains("own.key");
    }
  }

  @Test
  void identity_withRemarksAndParametersBeforeTheKey_isRead() {
    String key =
        "Bag Attributes: none\n-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n"
            + "-----END EC PARAMETERS-----\n"
            + OWN.getPrivateKeyPEM();

    assertThat(problems(files(OWN.getCertificatePEM(), key))).isEmpty();
  }

  @Test
  void identity_withTheKeyOfAnother_saysSo() {
    X509Bundle other = Certs.issued(AUTHORITY, "origin", YEAR);

    assertThat(problems(files(OWN.getCertificatePEM(), other.getPrivateKeyPEM())))
        .singleElement()
        .asString()
        .contains("is not that of the certificate");
  }

  @Test
  void identity_thatHasExpired_saysWhen() {
    X509Bundle old = Certs.issued(AUTHORITY, "origin", Duration.ofDays(-1));

    assertThat(problems(files(old.getCertificatePEM(), old.getPrivateKeyPEM())))
        .singleElement()
        .asString()
        .contains(
            "expired at "
                + old.getCertificate().getNotAfter().toInstant().toString().substring(0, 10));
  }

  @Test
  void identity_withoutCertificates_saysWhereTheyAreMissing() {
    QuicConfig.Identity identity = Certs.write(directory, "none", OWN.getPrivateKeyPEM(), null);

    assertThat(problems(identity))
        .hasSize(2)
        .allMatch(problem -> problem.contains("holds no certificate"));
  }

  @Test
  void identity_withAnRsaKey_isRead() throws Exception {
    CertificatesConfig.in(directory.resolve("x")).create(List.of("x"), CLOCK);
    X509Bundle rsa =
        new io.netty.pkitesting.CertificateBuilder()
            .rsa2048()
            .subject("CN=origin")
            .buildIssuedBy(AUTHORITY);

    assertThat(problems(files(rsa.getCertificatePEM(), rsa.getPrivateKeyPEM()))).isEmpty();
  }

  private static String pem(byte[] key) {
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(key));
  }
}
