package dev.tidemark.app.edge;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Bytes with what is said of them, which may be a lie.
 *
 * @param bytes what is sent
 */
record FileOffer(SnapshotManifest said, byte[] bytes) implements Offer {

  /** One generation of a shelf, as it is. */
  static FileOffer of(SnapshotShelf shelf, SignedManifest generation) {
    SnapshotManifest manifest = generation.manifest();
    ByteBuffer bytes = ByteBuffer.allocate((int) manifest.size());
    try (SnapshotContent content = shelf.open(manifest.version())) {
      content.read(bytes, 0);
    }
    return new FileOffer(manifest, bytes.array());
  }

  /** The same as another version. */
  FileOffer at(SnapshotVersion version) {
    return saying(version, said.size(), said.fileHash());
  }

  FileOffer saying(SnapshotVersion version, long size, String hash) {
    return new FileOffer(
        new SnapshotManifest(said.name(), version, said.built(), size, hash, said.provenance()),
        bytes);
  }

  /** Other bytes, of which size and hash are right. */
  FileOffer with(byte[] other) {
    return new FileOffer(said, other).saying(said.version(), other.length, hash(other));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public SignedManifest manifest() {
    return SignedManifest.unsigned(said);
  }

  @Override
  public SnapshotContent open() {
    return new SnapshotContent() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(ByteBuffer into, long at) {
        int count = (int) Math.max(0, Math.min(into.remaining(), bytes.length - at));
        into.put(bytes, (int) Math.min(at, bytes.length), count);
        return count;
      }

      @Override
      public void close() {
        // There is nothing to let go of.
      }
    };
  }

  @Override
  public Optional<SnapshotContent> open(SnapshotVersion base, String fileHash) {
    return Optional.empty();
  }
}
