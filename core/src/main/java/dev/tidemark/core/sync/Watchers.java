package dev.tidemark.core.sync;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Those who watch a {@link dev.tidemark.core.sync.spi.Leadership}, for whoever implements one: they
 * hear of each change once. Safe for use by many threads.
 */
public final class Watchers {

  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean told;
  private final Consumer<RuntimeException> failed;

  /**
   * @param leads what need not be told, since it is so from the beginning
   * @param failed hears what a watcher throws; the others are called all the same
   */
  public Watchers(boolean leads, Consumer<RuntimeException> failed) {
    this.told = new AtomicBoolean(leads);
    this.failed = failed;
  }

  public void add(Runnable watcher) {
    watchers.add(watcher);
  }

  /** Whether this process led when that was last looked at. */
  public boolean told() {
    return told.get();
  }

  /** Calls them if this is a change. */
  public void tell(boolean leads) {
    if (told.getAndSet(leads) != leads) {
      watchers.forEach(this::call);
    }
  }

  private void call(Runnable watcher) {
    try {
      watcher.run();
    } catch (RuntimeException e) {
      failed.accept(e);
    }
  }
}
