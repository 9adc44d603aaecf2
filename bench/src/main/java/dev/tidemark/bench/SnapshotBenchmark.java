package dev.tidemark.bench;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Snapshots of the replica: building and pushing whole ones beside what SQLite and TLS can do,
 * following small changes, and how large both sides get. The side that takes is a process of its
 * own, on loopback. Prints Markdown tables. Linux only.
 *
 * <p>Arguments: rounds (default 7), rows (default 244,000, which make a file of 88 MB), commits of
 * each kind (default 100).
 */
public final class SnapshotBenchmark {

  private static final int TABLES = 3;

  private final Medians figures = new Medians();
  private final int rounds;
  private final SnapshotRows rows;
  private final int commits;

  private SnapshotBenchmark(int rounds, SnapshotRows rows, int commits) {
    this.rounds = rounds;
    this.rows = rows;
    this.commits = commits;
  }

  public static void main(String[] arguments) {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
    long rows = arguments.length > 1 ? Long.parseLong(arguments[1]) : 244_000;
    int commits = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
    new SnapshotBenchmark(rounds, new SnapshotRows(rows / TABLES), commits).run();
  }

  private void run() {
    Bench.inFreshDirectory(this::measure);
    System.out.println();
    System.out.println("| file, MB | publisher, peak resident MB | edge, peak resident MB |");
    System.out.println("|---:|---:|---:|");
    LongStream.of(1, 9, 40, 110)
        .map(ninths -> rows.perTable() * ninths / 9)
        .mapToObj(SnapshotMemory::row)
        .forEach(System.out::print);
  }

  private void measure(Path directory) {
    SnapshotOrigin origin = SnapshotOrigin.create(directory, rows);
    SnapshotWhole whole = new SnapshotWhole(figures, origin, directory, rounds);
    whole.run();
    new SnapshotFollowing(figures, origin, rows, directory.resolve("follower"), commits).run();
    double vacuum = figures.median(SnapshotWhole.VACUUM);
    figures.row(SnapshotWhole.VACUUM, "", "");
    figures.row(SnapshotWhole.CHECKED, vacuum, "of it", "");
    figures.row(SnapshotWhole.BUILD, vacuum, "of VACUUM INTO", "at most 1.5");
    figures.row(SnapshotWhole.COPY, "", "");
    figures.row(SnapshotWhole.PUSH, figures.median(SnapshotWhole.COPY), "of it", "at most 2.0");
    follow(SnapshotFollowing.SCATTERED);
    follow(SnapshotFollowing.RECENT);
    System.out.printf(
        Locale.ROOT,
        "A file of %.1f MB, %.0f %% of it sent in a whole push; %,d rows a commit; quiet period %d ms%n%n",
        whole.megabytes(),
        100 * whole.sent(),
        rows.thousandth(),
        SnapshotOrigin.QUIET.toMillis());
    System.out.print(figures.table());
  }

  private void follow(String name) {
    double whole = figures.median(SnapshotWhole.BUILD) + figures.median(SnapshotWhole.PUSH);
    String share = name + SnapshotFollowing.SHARE;
    figures.row(
        name,
        String.format(
            Locale.ROOT,
            "p99 %,.0f ms, %.2f of a whole build and push; %.2f %% of the bytes, at most %.2f %%",
            figures.percentile(name, 99),
            figures.median(name) / whole,
            figures.median(share),
            figures.percentile(share, 100)),
        "p99 at most 1,000; under 3 %");
    figures.row(name + SnapshotFollowing.BUILD, "", "");
    figures.row(name + SnapshotFollowing.PUSH, "", "");
  }
}
