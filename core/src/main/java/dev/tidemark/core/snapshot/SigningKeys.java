package dev.tidemark.core.snapshot;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;

/**
 * A new pair of Ed25519 keys, as PEM text.
 *
 * @param signing for the publisher, secret: what {@link ManifestSigner#of} takes
 * @param trusted for the edges: what {@link TrustedKeys#of} takes
 * @param key what it is called in a {@link SignedManifest.Signature}
 */
public record SigningKeys(String signing, String trusted, String key) {

  /** Makes one with the platform's own source of strong randomness. */
  public static SigningKeys generate() {
    KeyPair pair = pair();
    String trusted = Pem.write(Pem.PUBLIC, pair.getPublic().getEncoded());
    return new SigningKeys(
        Pem.write(Pem.PRIVATE, pair.getPrivate().getEncoded()) + trusted,
        trusted,
        Ed25519.id(pair.getPublic()));
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance(Ed25519.ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform of 17 or later has Ed25519", e);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SigningKeys[" + key + "]";
  }
}
