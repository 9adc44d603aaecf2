package dev.tidemark.core.sync;

import dev.tidemark.core.sync.spi.Mode;

/**
 * What is asked of one cycle.
 *
 * @param mode at least this; a full cycle may be due anyway
 * @param trusting whether lists are believed however short they are, and every row that the
 *     upstream does not know is marked as vanished, however many requests that takes: for a person
 *     who has looked
 */
public record SyncRequest(Mode mode, boolean trusting) {

  public static SyncRequest of(Mode mode) {
    return new SyncRequest(mode, false);
  }
}
