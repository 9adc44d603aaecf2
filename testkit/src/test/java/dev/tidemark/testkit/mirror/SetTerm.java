package dev.tidemark.testkit.mirror;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.sync.spi.Leadership;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Leadership with terms, as a test sets it; the process leads at first, without one. */
final class SetTerm implements Leadership {

  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private volatile boolean leader = true;
  private volatile boolean hadNone;
  private volatile OptionalLong term = OptionalLong.empty();

  void lead(long inTerm) {
    leader = true;
    term = OptionalLong.of(inTerm);
    watchers.forEach(Runnable::run);
  }

  void lead() {
    leader = true;
    watchers.forEach(Runnable::run);
  }

  void lose() {
    loseUnheard();
    watchers.forEach(Runnable::run);
  }

  /** Leads as it did, and nobody is told. */
  void unheard(long inTerm) {
    leader = true;
    term = OptionalLong.of(inTerm);
  }

  /** Nobody is told; the number stays, as the port says. */
  void loseUnheard() {
    leader = false;
  }

  /** There are terms, and this process never had one. */
  void neverLed() {
    leader = false;
    hadNone = true;
  }

  @Override
  public boolean isLeader() {
    return leader;
  }

  @Override
  public OptionalLong term() {
    if (hadNone) {
      throw new AlreadyRunningException("another process leads");
    }
    return term;
  }

  @Override
  public void watch(Runnable changed) {
    watchers.add(changed);
  }
}
