package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.util.List;
import java.util.Optional;

/**
 * The generations of one snapshot: of them one is served, as a rule the newest. Which one that is,
 * and the highest version that ever was here, are on the disk and change in one step: whenever the
 * process dies, the next one serves what was served before or what was installed.
 *
 * <p>When a generation is built or installed that another specification let through, all older ones
 * of other specifications go at once, except for readers that are open: what a specification does
 * not allow any more is neither sent nor {@linkplain #rollBack rolled back} to. Files of the older
 * protocol say nothing about their specification, and stay.
 */
public interface SnapshotShelf {

  /** All that can be served, the newest first. */
  List<SignedManifest> generations();

  /** The one that is served, if there is one. */
  Optional<SignedManifest> serving();

  /**
   * The highest version that was ever installed or built here, served or not, or that this was
   * {@linkplain #raise raised} to.
   */
  Optional<SnapshotVersion> highest();

  /**
   * From now on, and for all processes to come, nothing is installed that is not above this
   * version. What is served stays. Does nothing if the highest version is no lower.
   *
   * @throws dev.tidemark.core.NotFoundException if nothing was ever on the shelf
   */
  void raise(SnapshotVersion version);

  /**
   * The bytes of a generation, which stay there until it is closed.
   *
   * @throws dev.tidemark.core.NotFoundException if there is none of this version any more
   */
  SnapshotContent open(SnapshotVersion version);

  /**
   * A new file to be filled, of a name that nobody else has. With what an earlier one {@linkplain
   * Incoming#suspend left} of the same file, which one receiver alone gets.
   *
   * @throws dev.tidemark.core.StorageException if the disk has no room for it
   */
  Incoming receive(SignedManifest announced);

  /**
   * The snapshot that is served, for reading, as long as it is not closed. What is installed
   * meanwhile does not change what it reads.
   *
   * @throws dev.tidemark.core.NotFoundException if there is none yet
   */
  SnapshotReader read();

  /**
   * Serves the next older generation from now on, as {@link Incoming#install} serves a newer one.
   * The {@linkplain #highest highest} version stays, so that what was left is not taken again.
   *
   * @return the one that is served now
   * @throws dev.tidemark.core.NotFoundException if there is none that is older
   */
  SignedManifest rollBack();
}
