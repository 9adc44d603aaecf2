package dev.tidemark.adapter.quic;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whoever gives out certificates: EC P-256, signed with SHA-256.
 *
 * @param certificate its own, signed by itself
 */
record Authority(KeyPair keys, X509Certificate certificate) {

  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.identifier("1.2.840.10045.4.3.2"));
  private static final Duration BEFORE = Duration.ofHours(1);
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** A key, and a certificate that says whose it is. */
  record Issued(PrivateKey key, X509Certificate certificate) {}

  static Authority create(String name, Instant now, Duration life) throws GeneralSecurityException {
    KeyPair keys = pair();
    byte[] extensions =
        Der.sequence(
            extension("2.5.29.19", true, Der.sequence(Der.yes())),
            // Signs certificates and lists of revoked ones.
            extension("2.5.29.15", true, Der.bits(1, (byte) 0x06)),
            extension("2.5.29.14", false, Der.octets(identifier(keys.getPublic()))));
    byte[] body = body(name, name, keys.getPublic(), now, life, extensions);
    return new Authority(keys, sign(body, keys.getPrivate()));
  }

  /**
   * For both sides of a connection.
   *
   * @param names DNS names and addresses; the first is the common name
   */
  Issued issue(List<String> names, Instant now, Duration life) throws GeneralSecurityException {
    KeyPair own = pair();
    byte[] extensions =
        Der.sequence(
            // Signs.
            extension("2.5.29.15", true, Der.bits(7, (byte) 0x80)),
            extension(
                "2.5.29.37",
                false,
                Der.sequence(
                    Der.identifier("1.3.6.1.5.5.7.3.1"), Der.identifier("1.3.6.1.5.5.7.3.2"))),
            extension("2.5.29.17", false, alternatives(names)),
            extension(
                "2.5.29.35", false, Der.sequence(Der.implicit(0, identifier(keys.getPublic())))));
    String issuer = certificate.getSubjectX500Principal().getName().replaceFirst("^CN=", "");
    byte[] body = body(issuer, names.get(0), own.getPublic(), now, life, extensions);
    return new Issued(own.getPrivate(), sign(body, keys.getPrivate()));
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static byte[] body(
      String issuer, String subject, PublicKey key, Instant now, Duration life, byte[] extensions) {
    return Der.sequence(
        Der.explicit(0, Der.integer(BigInteger.TWO)),
        Der.integer(new BigInteger(126, new SecureRandom()).setBit(126)),
        ECDSA_SHA256,
        name(issuer),
        Der.sequence(Der.time(now.minus(BEFORE)), Der.time(now.plus(life))),
        name(subject),
        key.getEncoded(),
        Der.explicit(3, extensions));
  }

  private static byte[] name(String common) {
    return Der.sequence(Der.set(Der.sequence(Der.identifier("2.5.4.3"), Der.text(common))));
  }

  private static byte[] extension(String identifier, boolean critical, byte[] content) {
    return critical
        ? Der.sequence(Der.identifier(identifier), Der.yes(), Der.octets(content))
        : Der.sequence(Der.identifier(identifier), Der.octets(content));
  }

  private static byte[] alternatives(List<String> names) {
    return Der.sequence(names.stream().map(Authority::alternative).toArray(byte[][]::new));
  }

  private static byte[] alternative(String name) {
    if (!ADDRESS.matcher(name).matches()) {
      return Der.implicit(2, name.getBytes(StandardCharsets.US_ASCII));
    }
    try {
      // Of an address as it is written nobody is asked.
      return Der.implicit(7, InetAddress.getByName(name).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("expected a name or an address, found " + name, e);
    }
  }

  private static byte[] identifier(PublicKey key) throws GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    return Arrays.copyOf(digest, 20);
  }

  private static X509Certificate sign(byte[] body, PrivateKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(body);
    byte[] whole = Der.sequence(body, ECDSA_SHA256, Der.bits(0, signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }
}
