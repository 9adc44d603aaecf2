package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * One snapshot file of a shelf. It is there for as long as it is on the shelf or anybody uses it;
 * the last one removes it. Safe for use by many threads.
 */
final class Generation {

  private final SignedManifest manifest;
  private final Path file;
  private final Path sidecar;
  private final Readers readers;
  private int users;
  private boolean retired;
  private boolean removing;

  Generation(SignedManifest manifest, Path file, Path sidecar) {
    this.manifest = manifest;
    this.file = file;
    this.sidecar = sidecar;
    this.readers = Readers.ofFixed(file);
  }

  SignedManifest manifest() {
    return manifest;
  }

  SnapshotVersion version() {
    return manifest.manifest().version();
  }

  boolean hasContentOf(Generation other) {
    return manifest.manifest().isSameAs(other.manifest.manifest());
  }

  boolean withdraws(Generation older) {
    return manifest.manifest().withdraws(older.manifest.manifest());
  }

  Path file() {
    return file;
  }

  /** Every one that succeeds wants a {@link #release}. */
  synchronized boolean retain() {
    if (retired && users == 0) {
      return false;
    }
    users++;
    return true;
  }

  void release() {
    boolean last;
    synchronized (this) {
      last = --users == 0 && retired;
    }
    if (last) {
      end();
    }
  }

  /**
   * It is on the shelf no more.
   *
   * @param remove whether its files go, too
   */
  void retire(boolean remove) {
    boolean unused;
    synchronized (this) {
      unused = !retired && users == 0;
      retired = true;
      removing = remove;
    }
    if (unused) {
      end();
    }
  }

  /** For those who have retained it. */
  <T> T read(String attempted, Transaction<T> work) {
    try {
      return readers.read(work);
    } catch (SQLException e) {
      throw SqliteErrors.translate(attempted, file, e);
    } catch (IOException e) {
      throw SqliteErrors.translate(attempted, file, e);
    }
  }

  /** Proves that it can be read, and keeps the connection for the first who reads. */
  void open() {
    read(
        "open the snapshot",
        connection -> Connections.number(connection, "SELECT count(*) FROM sqlite_schema"));
  }

  /**
   * Whether it can be read from now on, whatever the process that writes removes: a connection is
   * open that keeps it.
   */
  boolean isThere() {
    try {
      open();
      return true;
    } catch (StorageException e) {
      if (Files.exists(file)) {
        throw e;
      }
      return false;
    }
  }

  /** Never fails: what stays is swept when the next process opens the shelf. */
  private void end() {
    try {
      readers.close();
      if (removing) {
        Files.deleteIfExists(sidecar);
        Files.deleteIfExists(file);
      }
    } catch (SQLException | IOException e) {
      // As said above.
    }
  }
}
