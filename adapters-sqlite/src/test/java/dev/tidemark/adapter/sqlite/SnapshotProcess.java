package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Stamp;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.testkit.contract.Sample;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Builds snapshots and sends them to another directory, over and over, until it is killed. */
final class SnapshotProcess {

  private SnapshotProcess() {}

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    try (ReplicaOfSample replica = new ReplicaOfSample(directory.resolve("origin"));
        SqliteSnapshotStore origin = replica.store();
        SqliteSnapshotStore edge =
            SqliteSnapshotStore.open(
                SqliteSnapshotConfig.in(directory.resolve("edge")), Clock.systemUTC())) {
      SnapshotShelf to = edge.shelf("public");
      long day = origin.shelf("public").highest().map(SnapshotVersion::sequence).orElse(0L);
      round(replica, origin, to, ++day);
      System.out.println("ready");
      while (true) {
        round(replica, origin, to, ++day);
      }
    }
  }

  private static void round(
      ReplicaOfSample replica, SqliteSnapshotStore origin, SnapshotShelf to, long day) {
    replica.put(
        Sample.live(Sample.ORG, day % 7, (int) day, "name", "x".repeat((int) (day % 9_999))));
    Built built =
        origin.build(
            ReplicaOfSample.all(Sample.ORG),
            new Stamp(new SnapshotVersion(1, day), ReplicaOfSample.BUILT));
    send(origin.shelf("public"), built.manifest().version(), to);
  }

  /** Suspended in the middle once in a while, and now and then over a copy of the last one. */
  private static void send(SnapshotShelf from, SnapshotVersion version, SnapshotShelf to) {
    SignedManifest manifest = from.serving().orElseThrow();
    Optional<SnapshotVersion> base = to.serving().map(each -> each.manifest().version());
    try (SnapshotContent content = from.open(version)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
      content.read(bytes, 0);
      bytes.flip();
      if (version.sequence() % 3 == 0) {
        try (Incoming incoming = to.receive(manifest)) {
          incoming.write(bytes.duplicate().limit(5_000), 0);
          incoming.suspend();
        }
      }
      try (Incoming incoming = to.receive(manifest)) {
        if (version.sequence() % 3 == 1) {
          base.ifPresent(incoming::copy);
        }
        incoming.write(bytes, 0);
        incoming.install();
      }
    }
  }
}
