package dev.tidemark.core.sync;

import java.util.Optional;

/**
 * Who is copied and as whom it is seen.
 *
 * @param now by this cycle
 * @param before by the last cycle that was applied
 */
record Identity(String now, Optional<String> before) {

  /** Of no upstream, so that whoever is asked next is read whole. */
  static final String SEVERAL = "several";

  /** Whether a cycle was applied before, and saw the upstream with other eyes. */
  boolean hasChanged() {
    return before.isPresent() && !before.get().equals(now);
  }

  /**
   * Whose rows the replica holds when the cycle is applied.
   *
   * @param all whether all types were read, and none is left as another identity showed it
   */
  String ofTheReplica(boolean all) {
    return all || !hasChanged() ? now : SEVERAL;
  }
}
