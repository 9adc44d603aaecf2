package dev.tidemark.adapter.sqlite;

import dev.tidemark.adapter.sqlite.SqliteSnapshotConfig.Access;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotSpec;
import dev.tidemark.core.snapshot.Stamp;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Snapshots as SQLite files in a data directory. */
final class SqliteSnapshotStore implements SnapshotStore, AutoCloseable {

  static final String DIRECTORY = "snapshots";
  static final String LOCK = "snapshots.lock";

  private final Path directory;
  private final Optional<WriterLock> lock;
  private final FileProof proof = new FileProof();
  private final ShelfTerms terms;
  private final Optional<SnapshotBuilder> builder;
  private final Optional<SourceMark> mark;
  private final Map<String, SqliteSnapshotShelf> shelves = new HashMap<>();
  private final Map<String, Object> building = new HashMap<>();
  private boolean closed;

  private SqliteSnapshotStore(
      SqliteSnapshotConfig config,
      Optional<WriterLock> lock,
      Clock clock,
      SnapshotRoom room,
      KnownGenerations known) {
    this.directory = config.directory().resolve(DIRECTORY);
    this.lock = lock;
    this.terms =
        new ShelfTerms(
            config.access() == Access.READ_ONLY,
            config.generations(),
            new SnapshotCheck(proof),
            room,
            new Receptions(),
            clock);
    Optional<SnapshotSource> source = config.source().map(SnapshotSource::of);
    this.builder = source.map(from -> new SnapshotBuilder(from, proof, room, known));
    this.mark = source.map(from -> new SourceMark(from.file()));
  }

  /**
   * @throws dev.tidemark.core.AlreadyRunningException if another process has the directory
   */
  static SqliteSnapshotStore open(SqliteSnapshotConfig config, Clock clock) {
    return open(config, clock, SnapshotRoom.ofTheSystem(), new KnownGenerations());
  }

  /**
   * @param known of the generations there, from an earlier opening
   */
  static SqliteSnapshotStore open(
      SqliteSnapshotConfig config, Clock clock, SnapshotRoom room, KnownGenerations known) {
    Path data = config.directory().toAbsolutePath().normalize();
    SqliteSnapshotConfig absolute =
        new SqliteSnapshotConfig(data, config.access(), config.source(), config.generations());
    if (config.access() == Access.READ_ONLY) {
      return new SqliteSnapshotStore(absolute, Optional.empty(), clock, room, known);
    }
    try {
      DurableFiles.createPrivateDirectory(data.resolve(DIRECTORY));
      WriterLock lock = WriterLock.acquire(data, LOCK);
      return new SqliteSnapshotStore(absolute, Optional.of(lock), clock, room, known);
    } catch (IOException e) {
      throw SqliteErrors.translate("take the directory of snapshots", data, e);
    }
  }

  @Override
  public Built build(SnapshotPlan plan, Stamp stamp, Instant oldest) {
    terms.requireWriter("build snapshot " + plan.name(), directory);
    SnapshotBuilder with = builder.orElseThrow(() -> noSource("build snapshot " + plan.name()));
    SqliteSnapshotShelf shelf = open(plan.name());
    synchronized (turn(plan.name())) {
      return with.build(plan, stamp, oldest, shelf);
    }
  }

  private synchronized Object turn(String name) {
    return building.computeIfAbsent(name, any -> new Object());
  }

  @Override
  public long mark() {
    return mark.orElseThrow(() -> noSource("look for changes")).now();
  }

  private StorageException noSource(String attempted) {
    return new StorageException(
        "%s in %s: snapshots are only received here; build where the replica is"
            .formatted(attempted, directory),
        false);
  }

  @Override
  public SnapshotShelf shelf(String name) {
    return open(name);
  }

  private synchronized SqliteSnapshotShelf open(String name) {
    if (!SnapshotSpec.isName(name)) {
      throw new IllegalArgumentException("a snapshot is called [a-z][a-z0-9-]{0,39}, not " + name);
    }
    if (closed) {
      throw new StorageException(
          "open the snapshots %s in %s: it is closed".formatted(name, directory), false);
    }
    SqliteSnapshotShelf known = shelves.get(name);
    if (known != null) {
      return known;
    }
    SqliteSnapshotShelf shelf = new SqliteSnapshotShelf(name, directory.resolve(name), terms);
    if (!terms.readOnly()) {
      shelf.open();
    }
    shelves.put(name, shelf);
    return shelf;
  }

  /** Builds that are under way are stopped; readers that are open go on. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    proof.close();
    shelves.values().forEach(SqliteSnapshotShelf::close);
    try {
      closeRest();
    } catch (SQLException e) {
      throw SqliteErrors.translate("close the snapshots", directory, e);
    } catch (IOException e) {
      throw SqliteErrors.translate("close the snapshots", directory, e);
    }
  }

  private void closeRest() throws SQLException, IOException {
    if (mark.isPresent()) {
      mark.get().close();
    }
    if (lock.isPresent()) {
      lock.get().close();
    }
  }
}
