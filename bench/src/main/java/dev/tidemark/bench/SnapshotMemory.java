package dev.tidemark.bench;

import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.sync.spi.ReplicaStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * How large both sides get with files of several sizes, each with a small heap: over a whole build
 * and push, and some of what is changed.
 *
 * <p>The main method is the side that publishes, in a process of its own. Arguments: directory of
 * the origin, directory of the certificates, address of the edge, rows of each table.
 */
final class SnapshotMemory {

  private static final String NAME = "sized";
  private static final String HEAP = "-Xmx64m";
  private static final String PUSHED = "pushed";
  private static final int CHANGES = 5;

  private SnapshotMemory() {}

  /** One line of the table. */
  static String row(long rows) {
    StringBuilder line = new StringBuilder();
    Bench.inFreshDirectory(
        directory -> {
          SnapshotRows data = new SnapshotRows(rows);
          SnapshotOrigin origin = SnapshotOrigin.create(directory, data);
          line.append(measure(origin, directory.resolve("edge"), data));
        });
    return line.toString();
  }

  private static String measure(SnapshotOrigin origin, Path taken, SnapshotRows rows) {
    try (Part edge = SnapshotEdge.start(HEAP, taken, origin.certificates(), NAME);
        Part publisher =
            Part.start(
                SnapshotMemory.class,
                HEAP,
                origin.directory(),
                origin.certificates(),
                edge.await(SnapshotEdge.LISTENING),
                rows.perTable())) {
      double megabytes = Double.parseDouble(publisher.await(PUSHED));
      return String.format(
          Locale.ROOT,
          "| %,.0f | %,d | %,d |%n",
          megabytes,
          Resident.peak(publisher.pid()),
          Resident.peak(edge.pid()));
    }
  }

  public static void main(String[] arguments) throws IOException {
    SnapshotOrigin origin = new SnapshotOrigin(Path.of(arguments[0]), Path.of(arguments[1]));
    Target target = SnapshotOrigin.target(NAME, arguments[2]);
    SnapshotRows rows = new SnapshotRows(Long.parseLong(arguments[3]));
    BlockingQueue<SnapshotEvent.PushEnded> pushed = new LinkedBlockingQueue<>();
    try (Application application =
        origin.publishing(SnapshotRows.filtered(NAME), target, event -> heard(event, pushed))) {
      Publisher publisher = application.get(Publisher.class);
      publisher.start();
      await(pushed);
      for (int version = 1; version <= CHANGES; version++) {
        rows.changeScattered(application.get(ReplicaStore.class), version);
        publisher.sourceChanged();
        await(pushed);
      }
      Part.tell(PUSHED, size(origin) / 1e6);
      Part.awaitClose();
    }
  }

  private static void heard(Event event, BlockingQueue<SnapshotEvent.PushEnded> pushed) {
    if (event instanceof SnapshotEvent.PushEnded ended) {
      pushed.add(ended);
    } else if (event instanceof SnapshotEvent.PushFailed
        || event instanceof SnapshotEvent.BuildFailed) {
      System.err.println(event);
    }
  }

  private static void await(BlockingQueue<SnapshotEvent.PushEnded> pushed) {
    try {
      SnapshotEvent.PushEnded ended = pushed.poll(4, TimeUnit.MINUTES);
      if (ended == null || !ended.delivery().verdict().code().isGood()) {
        throw new IllegalStateException("expected that it is taken: " + ended);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  private static long size(SnapshotOrigin origin) throws IOException {
    Path snapshots = origin.directory().resolve("snapshots").resolve(NAME);
    try (var files = Files.newDirectoryStream(snapshots, "*.db")) {
      return Files.size(files.iterator().next());
    }
  }
}
