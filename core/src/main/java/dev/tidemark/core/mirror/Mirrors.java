package dev.tidemark.core.mirror;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Followers;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.time.Ambient;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * All mirrors of an application. Once started, each is kept up to date by itself while this process
 * leads: found when it comes back, filled, repaired, verified from time to time, and at the end of
 * the feed in between. Safe for use by many threads.
 */
public interface Mirrors {

  /** In the order of their names. */
  List<Mirror> all();

  /**
   * The mirror of this name.
   *
   * @throws dev.tidemark.core.NotFoundException if there is none
   */
  Mirror get(String name);

  /** Begins to keep the mirrors; to be called once. */
  void start();

  /**
   * The mirrors as followers of the feed, where they are known to be. One that has never been kept
   * is none: it will be filled from the replica.
   */
  Followers followers();

  /** Has every mirror look at the feed now. Quick, and does not wait. */
  void feedGrew();

  /**
   * No mirror is worked on any more, once what is being done has ended: a statement, or a batch.
   * Idempotent.
   *
   * @return completes when none is
   */
  CompletionStage<Void> stop();

  /**
   * @param policy how the mirror of this name is kept; asked whenever something is decided
   * @param workers runs what is done to mirrors; each mirror takes up to two threads, and blocks
   *     them
   * @throws dev.tidemark.core.InvalidConfigurationException if two of them have one name, or are
   *     the same tables
   */
  static Mirrors of(
      Collection<MirrorTarget> targets,
      MirrorPorts ports,
      Function<String, MirrorPolicy> policy,
      Ambient ambient,
      Executor workers,
      Listener listener) {
    return new KeptMirrors(targets, ports, policy, ambient, workers, listener);
  }
}
