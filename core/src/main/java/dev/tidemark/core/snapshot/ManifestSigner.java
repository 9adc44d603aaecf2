package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.SignedManifest.Signature;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Signs manifests with one Ed25519 key. Safe for use by many threads. */
public final class ManifestSigner {

  private final PrivateKey key;
  private final String id;

  private ManifestSigner(PrivateKey key, String id) {
    this.key = key;
    this.id = id;
  }

  /**
   * A signer with this key.
   *
   * @param pem a block PRIVATE KEY (PKCS#8) and the block PUBLIC KEY (X.509) that belongs to it, as
   *     {@link SigningKeys} has them
   * @throws IllegalArgumentException if it is anything else; the message holds nothing of the key
   */
  public static ManifestSigner of(String pem) {
    Pem blocks = Pem.of("signing key", pem);
    List<byte[]> secret = blocks.contents(Pem.PRIVATE);
    List<byte[]> open = blocks.contents(Pem.PUBLIC);
    if (secret.size() != 1 || open.size() != 1) {
      throw new IllegalArgumentException(
          "signing key: expected one block PRIVATE KEY and the block PUBLIC KEY that belongs to it,"
              + " found "
              + String.join(", ", blocks.labels()));
    }
    return of(Ed25519.privateKey(secret.get(0)), Ed25519.publicKey(open.get(0)));
  }

  /** Java does not derive one key from the other, so whether they are a pair is tried. */
  private static ManifestSigner of(PrivateKey secret, PublicKey open) {
    byte[] text = open.getEncoded();
    if (!Ed25519.verify(open, text, Ed25519.sign(secret, text))) {
      throw new IllegalArgumentException(
          "signing key: the PUBLIC KEY does not belong to the PRIVATE KEY");
    }
    return new ManifestSigner(secret, Ed25519.id(open));
  }

  /** What its key is called in a {@link Signature}. */
  public String key() {
    return id;
  }

  /**
   * @throws IllegalArgumentException if the manifest has no {@linkplain ManifestText text}
   */
  public SignedManifest sign(SnapshotManifest manifest) {
    byte[] value = Ed25519.sign(key, ManifestText.bytes(manifest));
    return new SignedManifest(
        manifest, Optional.of(new Signature(id, HexFormat.of().formatHex(value))));
  }
}
