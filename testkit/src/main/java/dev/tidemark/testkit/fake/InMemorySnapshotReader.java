package dev.tidemark.testkit.fake;

import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.testkit.fake.SnapshotFolder.Generation;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads one generation. */
final class InMemorySnapshotReader implements SnapshotReader {

  private final AtomicBoolean isOpen = new AtomicBoolean(true);
  private final Generation served;
  private final InMemorySnapshotStore store;

  InMemorySnapshotReader(Generation served, InMemorySnapshotStore store) {
    this.served = served;
    this.store = store;
    store.opened();
  }

  @Override
  public SignedManifest manifest() {
    return served.manifest();
  }

  @Override
  public ReplicaReader rows() {
    if (!isOpen.get()) {
      throw new IllegalStateException("read " + served.version() + ": it is closed");
    }
    return store.rows(served.bytes());
  }

  @Override
  public void close() {
    if (isOpen.getAndSet(false)) {
      store.closed();
    }
  }
}
