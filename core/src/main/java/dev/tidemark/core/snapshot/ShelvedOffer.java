package dev.tidemark.core.snapshot;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import java.util.Optional;

/**
 * A generation of a shelf.
 *
 * @param manifest with the signature that it is offered with
 */
record ShelvedOffer(SignedManifest manifest, SnapshotShelf shelf) implements Offer {

  @Override
  public SnapshotContent open() {
    return shelf.open(manifest.manifest().version());
  }

  @Override
  public Optional<SnapshotContent> open(SnapshotVersion base, String fileHash) {
    try {
      return hasSame(base, fileHash) ? Optional.of(shelf.open(base)) : Optional.empty();
    } catch (NotFoundException forgotten) {
      return Optional.empty();
    }
  }

  private boolean hasSame(SnapshotVersion version, String fileHash) {
    return shelf.generations().stream()
        .map(SignedManifest::manifest)
        .anyMatch(one -> one.version().equals(version) && one.fileHash().equals(fileHash));
  }
}
