package dev.tidemark.adapter.quic;

import dev.tidemark.core.InvalidConfigurationException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one side proves itself with, and believes.
 *
 * @param chain its own certificate first
 * @param authority whom it believes; empty to believe everybody
 */
record Credentials(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authority) {

  private static final byte[] SAMPLE = "tidemark".getBytes(StandardCharsets.UTF_8);

  Credentials {
    chain = List.copyOf(chain);
    authority = List.copyOf(authority);
  }

  /**
   * From files.
   *
   * @throws InvalidConfigurationException with all that is wrong with them
   */
  static Credentials read(QuicConfig.Identity files, Instant now) {
    List<String> problems = new ArrayList<>();
    Pem pem = new Pem(problems::add);
    List<X509Certificate> chain = pem.certificates("certificate", files.certificates());
    Optional<PrivateKey> key = pem.key(files.key());
    List<X509Certificate> authority = pem.certificates("CA", files.authority());
    chain.stream().limit(1).forEach(own -> checkTime(own, files, now, problems));
    if (key.isPresent() && !chain.isEmpty() && !fit(key.get(), chain.get(0).getPublicKey())) {
      problems.add(
          "the key %s is not that of the certificate %s"
              .formatted(files.key(), files.certificates()));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("certificates for QUIC", problems);
    }
    return new Credentials(key.orElseThrow(), chain, authority);
  }

  private static void checkTime(
      X509Certificate own, QuicConfig.Identity files, Instant now, List<String> problems) {
    Instant end = Validity.of(own).end();
    Instant begin = Validity.of(own).begin();
    if (now.isAfter(end)) {
      problems.add("the certificate %s expired at %s".formatted(files.certificates(), end));
    } else if (now.isBefore(begin)) {
      problems.add(
          "the certificate %s is not valid before %s".formatted(files.certificates(), begin));
    }
  }

  private static boolean fit(PrivateKey secret, PublicKey open) {
    String algorithm = secret.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(secret);
      signing.update(SAMPLE);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance(algorithm);
      verifying.initVerify(open);
      verifying.update(SAMPLE);
      return verifying.verify(signature);
    } catch (GeneralSecurityException unlike) {
      return false;
    }
  }
}
