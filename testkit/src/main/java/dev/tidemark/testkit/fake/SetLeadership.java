package dev.tidemark.testkit.fake;

import dev.tidemark.core.sync.spi.Leadership;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Leadership as a test sets it; the process leads at first. Watchers are called on the thread of
 * the test, before the change returns. Safe for use by many threads.
 */
public final class SetLeadership implements Leadership {

  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private volatile boolean leader = true;
  private volatile OptionalLong term = OptionalLong.empty();

  /** From now on there are terms, and this is the one of this process. */
  public void term(long number) {
    term = OptionalLong.of(number);
  }

  @Override
  public OptionalLong term() {
    return term;
  }

  /** Tells the watchers if this is a change. */
  public void set(boolean leads) {
    boolean changes = leader != leads;
    leader = leads;
    if (changes) {
      watchers.forEach(Runnable::run);
    }
  }

  @Override
  public boolean isLeader() {
    return leader;
  }

  @Override
  public void watch(Runnable changed) {
    watchers.add(changed);
  }
}
