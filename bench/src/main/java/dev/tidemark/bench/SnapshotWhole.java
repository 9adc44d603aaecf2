package dev.tidemark.bench;

import dev.tidemark.assembly.Application;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Stamp;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Delivery;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Builds and pushes of a whole snapshot, by turns with what they are held against. Each round has a
 * snapshot of a name of its own, so that nothing of it is at either side before.
 */
final class SnapshotWhole {

  static final String VACUUM = "VACUUM INTO of the same tables, rows and indexes";
  static final String CHECKED = "the same, then quick_check, SHA-256 and fsync";
  static final String BUILD = "build of a whole snapshot";
  static final String COPY = "copy over TLS and TCP, hashed, on the disk";
  static final String PUSH = "push of a whole snapshot, verified, served";

  /** In which everything is compiled. */
  private static final int WARM_UP = 8;

  private static final String HEAP = "-Xmx512m";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Medians figures;
  private final SnapshotOrigin origin;
  private final Path directory;
  private final int rounds;
  private double megabytes;
  private double sent;

  /**
   * @param directory for what is taken
   */
  SnapshotWhole(Medians figures, SnapshotOrigin origin, Path directory, int rounds) {
    this.figures = figures;
    this.origin = origin;
    this.directory = directory;
    this.rounds = rounds;
  }

  /** Of the file of a snapshot. */
  double megabytes() {
    return megabytes;
  }

  /** Which part of the bytes of the file went out as payload of a push. */
  double sent() {
    return sent;
  }

  void run() {
    String[] names =
        IntStream.range(0, WARM_UP + rounds).mapToObj(i -> "round-" + i).toArray(String[]::new);
    try (Application application = origin.byHand();
        Part edge =
            SnapshotEdge.start(HEAP, directory.resolve("edge"), origin.certificates(), names);
        TlsCopy copy = TlsCopy.start(HEAP, directory, origin.certificates())) {
      String address = edge.await(SnapshotEdge.LISTENING);
      for (int i = 0; i < names.length; i++) {
        round(application, address, copy, names[i], i >= WARM_UP);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void round(
      Application application, String address, TlsCopy copy, String name, boolean counts)
      throws IOException {
    SnapshotStore store = application.get(SnapshotStore.class);
    SnapshotTransport transport = application.get(SnapshotTransport.class);
    measure(BUILD, counts, () -> build(store, name));
    SnapshotManifest manifest = store.shelf(name).generations().get(0).manifest();
    Path file =
        origin.directory().resolve("snapshots").resolve(name).resolve(manifest.version() + ".db");
    Path plain = Files.copy(file, directory.resolve("plain.db"));
    Path vacuumed = directory.resolve("vacuumed.db");
    measure(VACUUM, counts, () -> vacuum(plain, vacuumed));
    remove(vacuumed);
    measure(CHECKED, counts, () -> vacuumAndCheck(plain, vacuumed));
    remove(vacuumed);
    remove(plain);
    measure(COPY, counts, () -> copy(copy, file, manifest.fileHash()));
    measure(PUSH, counts, () -> push(transport, store.shelf(name), address));
    megabytes = manifest.size() / 1e6;
    remove(file);
    remove(directory.resolve("edge/snapshots").resolve(name).resolve(manifest.version() + ".db"));
  }

  private void measure(String name, boolean counts, Runnable work) {
    double millis = Bench.time(work);
    if (counts) {
      figures.add(name, millis);
    }
  }

  private static void build(SnapshotStore store, String name) {
    Stamp stamp =
        new Stamp(
            new SnapshotVersion(1, 1), Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
    Built built = store.build(SnapshotRows.plan(name), stamp);
    if (built.way() != Built.Way.FULL) {
      throw new IllegalStateException("expected a full build, found " + built);
    }
  }

  private static void vacuum(Path plain, Path into) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + plain);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA cache_size = -16384");
      statement.execute("VACUUM INTO '" + into + "'");
    } catch (SQLException e) {
      throw new IllegalStateException("vacuum " + plain, e);
    }
  }

  private static void vacuumAndCheck(Path plain, Path into) {
    vacuum(plain, into);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + into);
        Statement statement = connection.createStatement();
        FileChannel channel = FileChannel.open(into, StandardOpenOption.WRITE)) {
      statement.execute("PRAGMA cache_size = -16384");
      statement.executeQuery("PRAGMA quick_check").close();
      TlsCopy.hash(into);
      channel.force(true);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("check " + into, e);
    }
  }

  private static void copy(TlsCopy copy, Path file, String hash) {
    try {
      copy.send(file, hash);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void push(SnapshotTransport transport, SnapshotShelf shelf, String address) {
    Shelved offer = new Shelved(shelf.generations().get(0), shelf);
    SnapshotManifest manifest = offer.manifest().manifest();
    Delivery delivery =
        transport.push(
            SnapshotOrigin.target(manifest.name(), address), offer, PATIENCE, bytes -> {});
    if (delivery.verdict().code() != Verdict.Code.ACCEPTED
        || delivery.way() != Delivery.Way.WHOLE) {
      throw new IllegalStateException("expected that a whole file is taken: " + delivery);
    }
    sent = delivery.bytes() / (double) manifest.size();
  }

  private static void remove(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A generation of a shelf, as a publisher offers it. */
  private record Shelved(SignedManifest manifest, SnapshotShelf shelf) implements Offer {

    @Override
    public SnapshotContent open() {
      return shelf.open(manifest.manifest().version());
    }

    @Override
    public Optional<SnapshotContent> open(SnapshotVersion base, String fileHash) {
      return Optional.empty();
    }
  }
}
