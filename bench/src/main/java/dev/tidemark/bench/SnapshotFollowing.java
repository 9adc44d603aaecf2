package dev.tidemark.bench;

import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.sync.spi.ReplicaStore;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A thousandth of the rows changes again and again, and an edge follows. */
final class SnapshotFollowing {

  static final String SCATTERED = "0.1 % of the rows, all over, from the commit to a reader";
  static final String RECENT = "0.1 % of the rows, the last ones, from the commit to a reader";
  static final String BUILD = ", of it the build";
  static final String PUSH = ", of it the push";
  static final String SHARE = ", share sent";

  private static final String NAME = "followed";
  private static final String HEAP = "-Xmx512m";
  private static final int WARM_UP = 10;

  private final BlockingQueue<SnapshotEvent.PushEnded> pushed = new LinkedBlockingQueue<>();
  private final BlockingQueue<SnapshotEvent.BuildEnded> built = new LinkedBlockingQueue<>();
  private final Medians figures;
  private final SnapshotOrigin origin;
  private final SnapshotRows rows;
  private final Path directory;
  private final int commits;

  /**
   * @param directory for what is taken
   */
  SnapshotFollowing(
      Medians figures, SnapshotOrigin origin, SnapshotRows rows, Path directory, int commits) {
    this.figures = figures;
    this.origin = origin;
    this.rows = rows;
    this.directory = directory;
    this.commits = commits;
  }

  /** A way to change a thousandth of the rows. */
  private interface Change {
    void to(ReplicaStore store, int version);
  }

  void run() {
    try (Part edge = SnapshotEdge.start(HEAP, directory, origin.certificates(), NAME);
        Application application =
            origin.publishing(
                SnapshotRows.plan(NAME),
                SnapshotOrigin.target(NAME, edge.await(SnapshotEdge.LISTENING)),
                this::heard)) {
      application.get(Publisher.class).start();
      edge.await(SnapshotEdge.VISIBLE);
      next(pushed);
      next(built);
      Follow follow = new Follow(application, edge);
      int version = follow.go(SCATTERED, rows::changeScattered, 0);
      follow.go(RECENT, rows::changeRecent, version);
    }
  }

  private void heard(Event event) {
    if (event instanceof SnapshotEvent.PushEnded ended) {
      pushed.add(ended);
    } else if (event instanceof SnapshotEvent.BuildEnded ended) {
      built.add(ended);
    } else if (event instanceof SnapshotEvent.PushFailed
        || event instanceof SnapshotEvent.BuildFailed) {
      System.err.println(event);
    }
  }

  private static <T> T next(BlockingQueue<T> events) {
    try {
      T next = events.poll(5, TimeUnit.MINUTES);
      if (next == null) {
        throw new IllegalStateException("nothing was published in five minutes");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  /** Both sides, as they run. */
  private final class Follow {

    private final Publisher publisher;
    private final ReplicaStore store;
    private final Part edge;

    Follow(Application application, Part edge) {
      this.publisher = application.get(Publisher.class);
      this.store = application.get(ReplicaStore.class);
      this.edge = edge;
    }

    /** Gives the last version. */
    int go(String name, Change change, int after) {
      for (int i = 1; i <= WARM_UP + commits; i++) {
        int version = after + i;
        change.to(store, version);
        long committed = System.nanoTime();
        publisher.sourceChanged();
        double millis = (awaitVisible(version) - committed) / 1e6;
        SnapshotEvent.PushEnded push = next(pushed);
        SnapshotEvent.BuildEnded build = next(built);
        require(push, build);
        if (i > WARM_UP) {
          figures.add(name, millis);
          figures.add(name + BUILD, build.took().toNanos() / 1e6);
          figures.add(name + PUSH, push.took().toNanos() / 1e6);
          figures.note(
              name + SHARE, 100.0 * push.delivery().bytes() / build.built().manifest().size());
        }
      }
      return after + WARM_UP + commits;
    }

    private long awaitVisible(int version) {
      Part.Line line = edge.awaitLine(SnapshotEdge.VISIBLE);
      while (Long.parseLong(line.text()) < version) {
        line = edge.awaitLine(SnapshotEdge.VISIBLE);
      }
      return line.at();
    }

    private void require(SnapshotEvent.PushEnded push, SnapshotEvent.BuildEnded build) {
      if (build.built().way() != Built.Way.FORWARD
          || push.delivery().way() != Delivery.Way.DELTA
          || !push.delivery().verdict().code().isGood()) {
        throw new IllegalStateException(
            "expected a forward build and a difference: %s, %s".formatted(build, push));
      }
    }
  }
}
