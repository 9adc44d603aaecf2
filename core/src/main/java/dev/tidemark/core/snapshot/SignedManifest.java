package dev.tidemark.core.snapshot;

import java.util.Optional;

/**
 * A manifest as it travels, with a signature if its publisher signs. A relay passes it on as it
 * came.
 *
 * @param signature of the manifest's text, by whoever made the snapshot
 */
public record SignedManifest(SnapshotManifest manifest, Optional<Signature> signature) {

  /**
   * An Ed25519 signature.
   *
   * @param key which key: the first 16 hex digits of the SHA-256 of the public key
   * @param value 128 hex digits
   */
  public record Signature(String key, String value) {}

  public static SignedManifest unsigned(SnapshotManifest manifest) {
    return new SignedManifest(manifest, Optional.empty());
  }
}
