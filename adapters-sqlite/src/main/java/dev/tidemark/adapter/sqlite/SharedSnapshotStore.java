package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig.Access;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Stamp;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Snapshots of several processes: this one looks only, until it builds for the first time. */
final class SharedSnapshotStore implements SnapshotStore, AutoCloseable {

  private final SqliteSnapshotConfig config;
  private final Clock clock;
  private final SqliteSnapshotStore looking;
  private @Nullable SqliteSnapshotStore building;

  SharedSnapshotStore(SqliteSnapshotConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.looking = SqliteSnapshotStore.open(config.asReadOnly(), clock);
  }

  /**
   * @throws dev.tidemark.core.AlreadyRunningException if another process builds or receives
   */
  @Override
  public Built build(SnapshotPlan plan, Stamp stamp, Instant oldest) {
    return taken().build(plan, stamp, oldest);
  }

  private synchronized SqliteSnapshotStore taken() {
    if (building == null) {
      building =
          SqliteSnapshotStore.open(
              new SqliteSnapshotConfig(
                  config.directory(), Access.EXCLUSIVE, config.source(), config.generations()),
              clock);
    }
    return building;
  }

  @Override
  public long mark() {
    return looking.mark();
  }

  @Override
  public synchronized SnapshotShelf shelf(String name) {
    return (building == null ? looking : building).shelf(name);
  }

  @Override
  public synchronized void close() {
    try {
      if (building != null) {
        building.close();
      }
    } finally {
      looking.close();
    }
  }
}
