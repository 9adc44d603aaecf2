package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Incoming;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A snapshot file that comes in, under a name of its own until it is installed. */
final class SqliteIncoming implements Incoming {

  private final SqliteSnapshotShelf shelf;
  private final SignedManifest announced;
  private final Path file;
  private final FileChannel channel;
  private volatile long length;

  /** How many bytes of the disk it takes already. */
  private volatile long held;

  private boolean copied;
  private boolean ended;

  private SqliteIncoming(
      SqliteSnapshotShelf shelf, SignedManifest announced, Path file, FileChannel channel) {
    this.shelf = shelf;
    this.announced = announced;
    this.file = file;
    this.channel = channel;
  }

  /**
   * @param file that is there, and nobody else's
   */
  static SqliteIncoming open(SqliteSnapshotShelf shelf, SignedManifest announced, Path file)
      throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    SqliteIncoming incoming = new SqliteIncoming(shelf, announced, file, channel);
    incoming.length = Math.min(channel.size(), incoming.manifest().size());
    incoming.held = incoming.length;
    return incoming;
  }

  private SnapshotManifest manifest() {
    return announced.manifest();
  }

  @Override
  public long length() {
    return length;
  }

  /** How many bytes it may still take. */
  long outstanding() {
    return manifest().size() - held;
  }

  @Override
  public void write(ByteBuffer bytes, long at) {
    long place = at;
    try {
      while (bytes.hasRemaining()) {
        place += channel.write(bytes, place);
      }
    } catch (IOException e) {
      throw failed("receive", e);
    } finally {
      if (!copied && at <= length) {
        length = Math.max(length, place);
        held = length;
      }
    }
  }

  @Override
  public void copy(SnapshotVersion base) {
    Generation generation = shelf.retain(base);
    try {
      copied = true;
      length = 0;
      channel.truncate(0);
      copy(generation.file());
    } catch (IOException e) {
      throw failed("copy " + base + " to receive its changes", e);
    } finally {
      generation.release();
    }
  }

  private void copy(Path base) throws IOException {
    try (FileChannel from = FileChannel.open(base, StandardOpenOption.READ)) {
      long wanted = Math.min(from.size(), manifest().size());
      for (long at = 0; at < wanted; ) {
        channel.position(at);
        at += from.transferTo(at, wanted - at, channel);
      }
    }
    held = Math.min(channel.size(), manifest().size());
    if (channel.size() < manifest().size()) {
      channel.write(ByteBuffer.allocate(1), manifest().size() - 1);
    }
  }

  @Override
  public Verdict install() {
    Optional<Verdict> rejection = shelf.check().rejection(file, manifest());
    if (rejection.isEmpty()) {
      rejection = shelf.install(file, announced);
    }
    return rejection.orElseGet(
        () -> {
          end();
          return Verdict.of(Verdict.Code.ACCEPTED);
        });
  }

  @Override
  public void suspend() {
    if (ended) {
      return;
    }
    if (copied || length == 0) {
      close();
      return;
    }
    try {
      channel.truncate(length);
      shelf.suspend(file, manifest().fileHash());
    } catch (IOException e) {
      close();
      return;
    }
    end();
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    end();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed("remove", e);
    }
  }

  private void end() {
    ended = true;
    shelf.left(this);
    try {
      channel.close();
    } catch (IOException e) {
      throw failed("close", e);
    }
  }

  private RuntimeException failed(String attempted, IOException e) {
    return SqliteErrors.translate(attempted, file, e);
  }
}
