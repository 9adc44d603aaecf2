package dev.tidemark.core.mirror;

import java.util.List;
import java.util.concurrent.CompletionStage;

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

  /** Has every mirror look at the feed now. Quick, and does not wait. */
  void feedGrew();

  /**
   * No mirror is worked on any more, once what is being done has ended: a statement, or a batch.
   * Idempotent.
   *
   * @return completes when none is
   */
  CompletionStage<Void> stop();
}
