package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.SignedManifest.Signature;
import java.security.PublicKey;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Ed25519 keys of those whose snapshots are taken. Safe for use by many threads. */
public final class TrustedKeys {

  private final Map<String, PublicKey> keys;

  private TrustedKeys(Map<String, PublicKey> keys) {
    this.keys = keys;
  }

  /**
   * These keys.
   *
   * @param pems each with one block PUBLIC KEY (X.509) or more, and nothing else
   * @throws IllegalArgumentException if it is anything else, or there is no key at all
   */
  public static TrustedKeys of(Collection<String> pems) {
    Map<String, PublicKey> keys = new LinkedHashMap<>();
    for (String pem : pems) {
      Pem blocks = Pem.of("trusted key", pem);
      requirePublic(blocks.labels());
      for (byte[] content : blocks.contents(Pem.PUBLIC)) {
        PublicKey key = Ed25519.publicKey(content);
        keys.put(Ed25519.id(key), key);
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("trusted keys: expected one key at least, found none");
    }
    return new TrustedKeys(keys);
  }

  private static void requirePublic(List<String> labels) {
    for (String label : labels) {
      if (!label.equals(Pem.PUBLIC)) {
        throw new IllegalArgumentException(
            "trusted key: expected a block PUBLIC KEY, found %s; a private key stays where it was made"
                .formatted(label));
      }
    }
  }

  /** What the keys are called in a {@link Signature}. */
  public Set<String> keys() {
    return Set.copyOf(keys.keySet());
  }

  /** Whether one of these keys signed this manifest, as it is. */
  public boolean verify(SignedManifest signed) {
    return objection(signed).isEmpty();
  }

  /** Why the manifest is not signed by one of these keys; empty if it is. */
  public Optional<String> objection(SignedManifest signed) {
    if (signed.signature().isEmpty()) {
      return Optional.of("it is not signed, and only what a trusted key signed is taken here");
    }
    Signature signature = signed.signature().get();
    @Nullable PublicKey key = keys.get(signature.key());
    if (key == null) {
      return Optional.of(
          "it is signed with the key %s, which is not trusted here"
              .formatted(ManifestLines.shown(signature.key())));
    }
    return isRight(key, signed.manifest(), signature.value())
        ? Optional.empty()
        : Optional.of("its signature is not that of the key " + signature.key());
  }

  private static boolean isRight(PublicKey key, SnapshotManifest manifest, String value) {
    try {
      return Ed25519.verify(key, ManifestText.bytes(manifest), HexFormat.of().parseHex(value));
    } catch (IllegalArgumentException noTextOrNoHex) {
      return false;
    }
  }
}
