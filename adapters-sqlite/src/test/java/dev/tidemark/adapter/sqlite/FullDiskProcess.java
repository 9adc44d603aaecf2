package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.testkit.contract.Sample;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Builds the second snapshot of a directory, or sends it to another one, where no file can become
 * as large as it is; says what it heard.
 */
final class FullDiskProcess {

  private static final int CHUNK = 1 << 16;

  private FullDiskProcess() {}

  /**
   * @param arguments what to do, and where: {@code build}, {@code receive}, {@code copy}
   */
  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[1]);
    try {
      switch (arguments[0]) {
        case "build" -> build(directory);
        case "receive" -> receive(directory, false);
        case "copy" -> receive(directory, true);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      System.out.println("done");
    } catch (StorageException full) {
      System.out.println("full");
    }
  }

  private static void build(Path directory) {
    try (SqliteSnapshotStore store =
        SqliteSnapshotStore.open(
            SqliteSnapshotConfig.in(directory.resolve("origin")).ofReplica(), Clock.systemUTC())) {
      store.build(ReplicaOfSample.all(Sample.ORG), ReplicaOfSample.stamp(2));
    }
  }

  private static void receive(Path directory, boolean overCopy) {
    try (SqliteSnapshotStore origin = open(directory.resolve("origin"));
        SqliteSnapshotStore edge = open(directory.resolve("edge"))) {
      SnapshotShelf from = origin.shelf("public");
      SignedManifest manifest = from.serving().orElseThrow();
      SnapshotVersion version = manifest.manifest().version();
      try (SnapshotContent content = from.open(version);
          Incoming incoming = edge.shelf("public").receive(manifest)) {
        if (overCopy) {
          incoming.copy(ReplicaOfSample.stamp(1).version());
        }
        send(content, incoming);
        incoming.install();
      }
    }
  }

  private static SqliteSnapshotStore open(Path directory) {
    return SqliteSnapshotStore.open(SqliteSnapshotConfig.in(directory), Clock.systemUTC());
  }

  private static void send(SnapshotContent content, Incoming incoming) {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (long at = 0; at < content.size(); at += CHUNK) {
      content.read(chunk.clear(), at);
      incoming.write(chunk.flip(), at);
    }
  }
}
