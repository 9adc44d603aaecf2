package dev.tidemark.core.snapshot;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.time.Ambient;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Publishes snapshots: builds them when their source has changed, and sees to it that every target
 * has the newest. While this process leads, that is; else it only looks. A target that fails is
 * tried again until it has it, however long that takes, and holds up no other one. Safe for use by
 * many threads.
 */
public interface Publisher {

  /** Begins to publish; to be called once. */
  void start();

  /**
   * Nothing is built or pushed any more: what is under way is interrupted. Idempotent.
   *
   * @return completes when nothing is under way
   */
  CompletionStage<Void> stop();

  /** The source may have changed; it is looked at now. Quick, and does not wait. */
  void sourceChanged();

  /**
   * Another generation of a snapshot that is passed on is served here, a newer one or after a roll
   * back an older one. Quick, and does not wait.
   */
  void installed(String snapshot);

  /** There may be other targets; they are read now. Quick, and does not wait. */
  void targetsChanged();

  /**
   * Builds a snapshot, or takes what is to be passed on, and pushes it to all of its targets at
   * once; waits until each has said what becomes of it, or has failed. Nothing is tried twice; what
   * has failed is left to the turns, if it is started. An interrupt of the thread ends it.
   *
   * @throws dev.tidemark.core.NotFoundException if none of this name is published, or nothing is
   *     there to be passed on
   * @throws dev.tidemark.core.FencedException if this process does not lead
   * @throws dev.tidemark.core.StorageException if it cannot be built, or the targets not be read
   * @throws dev.tidemark.core.CancelledException if it was interrupted or the publisher stops; some
   *     targets may have it
   */
  PublishReport publishOnce(String snapshot);

  /**
   * How all publications stand, by name. Where another process publishes, as it has written down
   * last.
   *
   * @throws dev.tidemark.core.StorageException if that cannot be read
   */
  List<PublicationStanding> standings();

  /**
   * @param policy asked whenever something is decided
   * @param workers runs what blocks: of each snapshot a build, and of each target a push
   * @throws dev.tidemark.core.InvalidConfigurationException if two snapshots have one name
   */
  static Publisher of(
      Collection<PublishedSnapshot> snapshots,
      PublisherPorts ports,
      Supplier<PublisherPolicy> policy,
      Ambient ambient,
      Executor workers,
      Listener listener) {
    return new KeptPublications(snapshots, ports, policy, ambient, workers, listener);
  }
}
