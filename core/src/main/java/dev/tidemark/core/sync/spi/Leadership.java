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
   * The number of the term in which this process leads. Every change of leader has a greater one,
   * so that who leads no more, and does not know it yet, can be {@linkplain
   * dev.tidemark.core.FencedException refused}. A process that has lost its leadership therefore
   * keeps the number that it had, until it leads again.
   *
   * <p>Empty for a leadership that its holder cannot lose while it lives, such as the lock of a
   * file.
   *
   * @throws dev.tidemark.core.AlreadyRunningException if there are terms, and this process had none
   *     yet
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
