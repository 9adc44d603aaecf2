package dev.tidemark.adapter.quic;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Certificates that nobody should have, made by another hand than those of the product. */
final class Certs {

  private static final Instant NOW = Instant.now();

  private Certs() {}

  static X509Bundle authority(String name) {
    try {
      return new CertificateBuilder()
          .ecp256()
          .subject("CN=" + name)
          .setIsCertificateAuthority(true)
          .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign)
          .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Bundle issued(X509Bundle authority, String name, Duration validFor) {
    try {
      return new CertificateBuilder()
          .ecp256()
          .subject("CN=" + name)
          .addSanDnsName(name)
          .addSanIpAddress("127.0.0.1")
          .notBefore(NOW.minus(Duration.ofDays(10)))
          .notAfter(NOW.plus(validFor))
          .buildIssuedBy(authority);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static QuicConfig.Identity write(Path directory, X509Bundle own, X509Bundle trusted) {
    return write(directory, own.getCertificatePEM(), own.getPrivateKeyPEM(), trusted);
  }

  static QuicConfig.Identity write(
      Path directory, String certificate, String key, @Nullable X509Bundle trusted) {
    try {
      Files.createDirectories(directory);
      Path authority = directory.resolve("trusted.pem");
      Files.writeString(authority, trusted == null ? "nothing" : trusted.getCertificatePEM());
      return new QuicConfig.Identity(
          Files.writeString(directory.resolve("own.pem"), certificate),
          Files.writeString(directory.resolve("own.key"), key),
          authority);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
