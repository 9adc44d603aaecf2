package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig.Access;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Stamp;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of several processes: this one looks only, except while it builds. In between it holds
 * nothing, so that whoever leads next can build at once.
 */
final class SharedSnapshotStore implements SnapshotStore, AutoCloseable {

  private final SqliteSnapshotConfig config;
  private final Clock clock;
  private final SqliteSnapshotStore looking;
  private final KnownGenerations known = new KnownGenerations();
  private @Nullable SqliteSnapshotStore building;
  private int builds;
  private boolean closed;

  SharedSnapshotStore(SqliteSnapshotConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.looking = SqliteSnapshotStore.open(config.asReadOnly(), clock);
  }

  /**
   * @throws dev.tidemark.core.AlreadyRunningException if another process builds or receives just
   *     now
   */
  @Override
  public Built build(SnapshotPlan plan, Stamp stamp, Instant oldest) {
    SqliteSnapshotStore taken = take();
    try {
      return taken.build(plan, stamp, oldest);
    } finally {
      giveBack(taken);
    }
  }

  /** Builds of several names may be under way at once. */
  private synchronized SqliteSnapshotStore take() {
    if (closed) {
      throw new StorageException(
          "build in the snapshots of %s: they are closed".formatted(config.directory()), false);
    }
    SqliteSnapshotStore taken = building;
    if (taken == null) {
      taken =
          SqliteSnapshotStore.open(
              new SqliteSnapshotConfig(
                  config.directory(), Access.EXCLUSIVE, config.source(), config.generations()),
              clock,
              SnapshotRoom.ofTheSystem(),
              known);
      building = taken;
    }
    builds++;
    return taken;
  }

  private synchronized void giveBack(SqliteSnapshotStore taken) {
    builds--;
    if (builds == 0) {
      building = null;
      taken.close();
    }
  }

  @Override
  public long mark() {
    return looking.mark();
  }

  @Override
  public SnapshotShelf shelf(String name) {
    return looking.shelf(name);
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (building != null) {
        building.close();
      }
    } finally {
      looking.close();
    }
  }
}
