package dev.tidemark.testkit.contract;

import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.core.snapshot.spi.SnapshotStore;

/**
 * The whole contract of a store of snapshots: how they are built, come in, are kept, read and sent
 * on. What is in the bytes of a file is the adapter's own.
 */
@Covers({
  SnapshotStore.class,
  SnapshotShelf.class,
  SnapshotContent.class,
  SnapshotReader.class,
  Incoming.class
})
public interface SnapshotStoreContract
    extends SnapshotBuildContract, SnapshotReceiveContract, SnapshotShelfContract {}
