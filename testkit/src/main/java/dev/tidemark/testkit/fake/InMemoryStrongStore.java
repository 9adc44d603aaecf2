package dev.tidemark.testkit.fake;

import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StoredRow;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The strong tier in memory. Every transaction works on a copy that takes the place of the old rows
 * at its end, so nobody waits to read. Safe for use by many threads.
 */
public final class InMemoryStrongStore implements StrongStore {

  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private volatile StateTables<StoredRow> tables;

  public InMemoryStrongStore(StateSchema schema) {
    this.tables = new StateTables<>(schema.strong());
  }

  /** Lets the next write fail with this, when its work is done: nothing of it is written. */
  public void failNext(RuntimeException with) {
    failure.set(with);
  }

  @Override
  public <T> T write(String attempted, Function<StrongTransaction, T> work) {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException(attempted + ": another transaction is under way");
    }
    writing.lock();
    try {
      StateTables<StoredRow> next = tables.copy();
      T result = work.apply(new InMemoryStrongTransaction(next));
      RuntimeException fail = failure.getAndSet(null);
      if (fail != null) {
        throw fail;
      }
      tables = next;
      return result;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public <T> T read(String attempted, Function<StrongTransaction, T> work) {
    return work.apply(new InMemoryStrongTransaction(tables));
  }

  /** What is committed now; not to be changed. */
  StateTables<StoredRow> tables() {
    return tables;
  }
}
