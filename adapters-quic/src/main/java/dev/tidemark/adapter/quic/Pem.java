package dev.tidemark.adapter.quic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Reads what is in PEM files, and tells all that is wrong with them. */
final class Pem {

  private static final String KEY = "PRIVATE KEY";

  private static final String CONVERT =
      "; convert it: openssl pkcs8 -topk8 -nocrypt -in OLD.key -out NEW.key";

  private static final Map<String, String> OTHER_KEYS =
      Map.of(
          "EC PRIVATE KEY", "holds a key in the older form SEC 1, expected PKCS 8" + CONVERT,
          "RSA PRIVATE KEY", "holds a key in the older form PKCS 1, expected PKCS 8" + CONVERT,
          "ENCRYPTED PRIVATE KEY", "holds a key with a password, expected none" + CONVERT);

  private final Consumer<String> problems;

  Pem(Consumer<String> problems) {
    this.problems = problems;
  }

  /** Empty if there is none or it is damaged. */
  List<X509Certificate> certificates(String what, Path file) {
    List<X509Certificate> found = text(what, file).map(this::parse).orElse(List.of());
    if (found.isEmpty() && Files.isReadable(file)) {
      problems.accept(
          "the %s %s holds no certificate, expected -----BEGIN CERTIFICATE-----"
              .formatted(what, file));
    }
    return found;
  }

  private List<X509Certificate> parse(String text) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return factory
          .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException damaged) {
      return List.of();
    }
  }

  Optional<PrivateKey> key(Path file) {
    return text("key", file).flatMap(text -> key(file, text));
  }

  private Optional<PrivateKey> key(Path file, String text) {
    try {
      Map<String, byte[]> blocks = blocks(text);
      if (!blocks.containsKey(KEY)) {
        problems.accept("the key " + file + " " + otherKey(blocks.keySet()));
        return Optional.empty();
      }
      return key(file, blocks.get(KEY));
    } catch (IOException | DecoderException damaged) {
      problems.accept("the key " + file + " is damaged");
      return Optional.empty();
    }
  }

  /** By their kinds, of each the first. */
  private static Map<String, byte[]> blocks(String text) throws IOException {
    Map<String, byte[]> blocks = new HashMap<>();
    try (PemReader reader = new PemReader(new StringReader(text))) {
      for (PemObject next = reader.readPemObject(); next != null; next = reader.readPemObject()) {
        blocks.putIfAbsent(next.getType(), next.getContent());
      }
    }
    return blocks;
  }

  private static String otherKey(Set<String> found) {
    return found.stream()
        .filter(OTHER_KEYS::containsKey)
        .findFirst()
        .map(OTHER_KEYS::get)
        .orElse("holds no private key, expected -----BEGIN PRIVATE KEY-----");
  }

  private Optional<PrivateKey> key(Path file, byte[] pkcs8) {
    Optional<PrivateKey> known = as("EC", pkcs8).or(() -> as("RSA", pkcs8));
    if (known.isEmpty()) {
      String kind = as("EdDSA", pkcs8).isPresent() ? "an Ed25519 or Ed448 key" : "no key";
      problems.accept(
          "the key %s is %s that TLS takes here, expected EC (P-256) or RSA".formatted(file, kind));
    }
    return known;
  }

  private static Optional<PrivateKey> as(String algorithm, byte[] pkcs8) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException another) {
      return Optional.empty();
    }
  }

  private Optional<String> text(String what, Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      problems.accept(
          Files.exists(file)
              ? "the %s %s cannot be read".formatted(what, file)
              : "there is no %s %s".formatted(what, file));
      return Optional.empty();
    }
  }
}
