package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** A snapshot in memory, and older ones of it. */
record TestOffer(
    SignedManifest manifest, SnapshotContent content, Map<SnapshotVersion, SnapshotContent> older)
    implements Offer {

  static final Instant BUILT = Instant.parse("2026-11-30T12:00:00.123Z");

  static TestOffer of(long sequence, Content content) {
    return new TestOffer(
        SignedManifest.unsigned(
            new SnapshotManifest(
                "public",
                version(sequence),
                BUILT,
                content.size(),
                sha256(content.bytes()),
                Optional.empty())),
        content,
        Map.of());
  }

  static SnapshotVersion version(long sequence) {
    return new SnapshotVersion(1_764_547_200_000L, sequence);
  }

  TestOffer knowing(long sequence, Content base) {
    return new TestOffer(manifest, content, Map.of(version(sequence), base));
  }

  byte[] bytes() {
    return ((Content) content).bytes();
  }

  @Override
  public SnapshotContent open() {
    return content;
  }

  @Override
  public Optional<SnapshotContent> open(SnapshotVersion base, String fileHash) {
    return Optional.ofNullable(older.get(base))
        .filter(known -> sha256(((Content) known).bytes()).equals(fileHash));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
