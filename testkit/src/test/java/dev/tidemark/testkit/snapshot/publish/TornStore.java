package dev.tidemark.testkit.snapshot.publish;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** A store that cannot be read while a test says so. */
final class TornStore implements StrongStore {

  private final AtomicBoolean isTorn = new AtomicBoolean();
  private final StrongStore whole;

  TornStore(StrongStore whole) {
    this.whole = whole;
  }

  void tear(boolean torn) {
    isTorn.set(torn);
  }

  @Override
  public <T> T write(String attempted, Function<StrongTransaction, T> work) {
    return whole.write(attempted, work);
  }

  @Override
  public <T> T read(String attempted, Function<StrongTransaction, T> work) {
    if (isTorn.get()) {
      throw new StorageException(attempted + ": told to fail", true);
    }
    return whole.read(attempted, work);
  }
}
