package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.util.Optional;

/** A snapshot that can be sent. What it throws ends the push and reaches its caller. */
public interface Offer {

  SignedManifest manifest();

  /** Its bytes. */
  SnapshotContent open();

  /**
   * The bytes of an older one that the target has, to send the difference alone.
   *
   * @param fileHash of what the target has; empty comes back for another file of that version
   */
  Optional<SnapshotContent> open(SnapshotVersion base, String fileHash);
}
