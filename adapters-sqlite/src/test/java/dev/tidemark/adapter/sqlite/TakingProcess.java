package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Takes what an origin has, each version in one way or the other: broken off in the middle and from
 * there on, or as changes of what is here.
 */
final class TakingProcess {

  private TakingProcess() {}

  public static void main(String[] arguments) {
    take(Path.of(arguments[0]));
  }

  /** From {@code origin} to {@code edge}, all that is newer than what is there. */
  static void take(Path place) {
    try (SqliteSnapshotStore origin =
            open(SqliteSnapshotConfig.in(place.resolve("origin")).asReadOnly());
        SqliteSnapshotStore edge =
            open(SqliteSnapshotConfig.in(place.resolve("edge")).keeping(2))) {
      SnapshotShelf from = origin.shelf("public");
      SnapshotShelf to = edge.shelf("public");
      List<SignedManifest> oldestFirst = new ArrayList<>(from.generations());
      Collections.reverse(oldestFirst);
      for (SignedManifest next : oldestFirst) {
        if (isNewer(next, to)) {
          take(from, next, to);
        }
      }
    }
  }

  private static SqliteSnapshotStore open(SqliteSnapshotConfig config) {
    return SqliteSnapshotStore.open(config, Clock.systemUTC());
  }

  private static boolean isNewer(SignedManifest next, SnapshotShelf to) {
    return to.highest()
        .map(highest -> next.manifest().version().compareTo(highest) > 0)
        .orElse(true);
  }

  private static void take(SnapshotShelf from, SignedManifest next, SnapshotShelf to) {
    SnapshotVersion version = next.manifest().version();
    try (SnapshotContent content = from.open(version)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
      content.read(bytes, 0);
      bytes.flip();
      if (version.sequence() % 2 == 1) {
        takeInTwo(bytes, next, to);
      } else {
        takeChanges(bytes, next, to);
      }
    }
  }

  private static void takeInTwo(ByteBuffer bytes, SignedManifest next, SnapshotShelf to) {
    int half = bytes.limit() / 2;
    try (Incoming incoming = to.receive(next)) {
      incoming.write(bytes.duplicate().limit(half), 0);
      incoming.suspend();
    }
    try (Incoming incoming = to.receive(next)) {
      int there = (int) incoming.length();
      incoming.write(bytes.position(there), there);
      install(incoming);
    }
  }

  private static void takeChanges(ByteBuffer bytes, SignedManifest next, SnapshotShelf to) {
    try (Incoming incoming = to.receive(next)) {
      incoming.copy(to.serving().orElseThrow().manifest().version());
      incoming.write(bytes, 0);
      install(incoming);
    }
  }

  private static void install(Incoming incoming) {
    Verdict verdict = incoming.install();
    if (verdict.code() != Verdict.Code.ACCEPTED) {
      throw new IllegalStateException(verdict.toString());
    }
  }
}
