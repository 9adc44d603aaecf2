package dev.tidemark.core.sync.spi;

import java.util.OptionalLong;

/** Who of several processes writes. Safe for use by many threads. */
public interface Leadership {

  /**
   * Whether this process may write now. False whenever that is in doubt: nobody writing is better
   * than two.
   */
  boolean isLeader();

  /**
   * Calls {@code changed} soon after every change of {@link #isLeader()}, within a second, on a
   * thread of the implementation's own. The answer may have changed again by then.
   */
  void watch(Runnable changed);

  /**
   * A number that is greater with every change of leader, known while this process leads; empty for
   * a lead that cannot be lost while its holder lives, which needs none.
   */
  default OptionalLong term() {
    return OptionalLong.empty();
  }

  /** For a process that nobody competes with. */
  static Leadership always() {
    return new Leadership() {
      @Override
      public boolean isLeader() {
        return true;
      }

      @Override
      public void watch(Runnable changed) {
        // It never changes.
      }
    };
  }
}
