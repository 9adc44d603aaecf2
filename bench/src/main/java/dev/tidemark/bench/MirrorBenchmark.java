package dev.tidemark.bench;

import dev.tidemark.app.sample.SampleOptions;
import dev.tidemark.app.sample.SampleServer;
import dev.tidemark.app.sample.SyntheticData;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.Mirror;
import dev.tidemark.core.mirror.MirrorEvent;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.mirror.RepairRequest;
import dev.tidemark.core.mirror.Repaired;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.ReplicaStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A mirror beside what its server can do at best: filling it, comparing a million rows, following,
 * starting again. Prints a Markdown table.
 *
 * <p>Arguments: the server's URL without a database, a user who may do everything, a password (may
 * be empty), rounds (default 3), rows to compare (default 1,000,000).
 */
public final class MirrorBenchmark {

  private static final String BARE_LOAD = "bare LOAD DATA of the fixture from ready files";
  private static final String LOAD = "backfill of the fixture into empty tables";
  private static final String BARE_BATCHES = "bare rewritten batches of the fixture";
  private static final String BATCHES = "backfill with local_infile off";
  private static final String SCANS = "CRC32 scan on the server, then a scan in SQLite";
  private static final String VERIFY = "verify of equal rows";
  private static final String DRIFT = "10 drifted rows found and repaired";
  private static final String ARRIVAL = "1,000 changed rows, from the commit to the mirror";
  private static final String ALONE = "cycle of 1,000 changed rows, no mirror kept";
  private static final String AWAY = "the same beside a mirror that is away";
  private static final String KEPT = "the same beside a mirror that follows";
  private static final String RESTART = "restart with everything in sync, to LIVE";

  private static final int CYCLES = 100;
  private static final int CHANGED = 1_000;
  private static final int DRIFTED = 10;

  private final AtomicInteger cycle = new AtomicInteger(1);
  private final Medians figures = new Medians();
  private final MirrorBench server;
  private final int rounds;
  private final long rows;

  private MirrorBenchmark(MirrorBench server, int rounds, long rows) {
    this.server = server;
    this.rounds = rounds;
    this.rows = rows;
  }

  public static void main(String[] arguments) {
    MirrorBench server = new MirrorBench(arguments[0], arguments[1], arguments[2]);
    int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
    long rows = arguments.length > 4 ? Long.parseLong(arguments[4]) : 1_000_000;
    new MirrorBenchmark(server, rounds, rows).run();
  }

  private void run() {
    Bench.inFreshDirectory(this::fill);
    Bench.inFreshDirectory(this::compareAndFollow);
    System.out.print(table());
  }

  private void fill(Path directory) {
    Schema schema = Bench.schema();
    sync(schema, directory);
    BareLoad bare = bare(schema, directory);
    for (int round = 0; round < rounds; round++) {
      server.allowLoading(true);
      measureFilling(schema, directory, BARE_LOAD, each -> bare.loadFiles(server));
      measureFilling(schema, directory, LOAD, each -> backfill(each, bare.count()));
      measureFilling(schema, directory, BARE_BATCHES, each -> bare.insertBatches(server));
      server.allowLoading(false);
      measureFilling(schema, directory, BATCHES, each -> backfill(each, bare.count()));
    }
    server.allowLoading(true);
  }

  private BareLoad bare(Schema schema, Path directory) {
    server.reset();
    try (Application application = server.application(schema, directory, Listener.NONE)) {
      return new BareLoad(schema, application.get(ReplicaReader.class), directory);
    }
  }

  /** The tables are made before, for both. */
  private void measureFilling(
      Schema schema, Path directory, String name, Consumer<Application> part) {
    server.reset();
    try (Application application = server.application(schema, directory, Listener.NONE)) {
      for (MirrorTarget target : application.get(MirrorTargets.KEY)) {
        target.prepare(schema);
      }
      figures.add(name, Bench.time(() -> part.accept(application)));
    }
  }

  private static void backfill(Application application, long expected) {
    long copied = mirror(application).backfill().rows();
    if (copied != expected) {
      throw new IllegalStateException("expected " + expected + " rows, copied " + copied);
    }
  }

  private static Mirror mirror(Application application) {
    return application.get(Mirrors.class).get(MirrorBench.NAME);
  }

  private static void sync(Schema schema, Path directory) {
    Clock clock = Clock.systemUTC();
    try (SampleServer upstream =
            SampleServer.start(SyntheticData.of(1, 1, clock), SampleOptions.by(clock), 0);
        Application application =
            Bench.application(schema, upstream.base(), directory, Listener.NONE)) {
      application.get(SyncReplica.class).sync(Mode.FULL);
    }
  }

  private void compareAndFollow(Path directory) {
    server.reset();
    try (Application application = server.application(Wide.SCHEMA, directory, Listener.NONE)) {
      Bench.apply(
          application.get(ReplicaStore.class),
          1,
          LongStream.rangeClosed(1, rows).mapToObj(id -> Wide.row(id, 0)));
      Mirror mirror = mirror(application);
      mirror.backfill();
      for (int round = 0; round < rounds; round++) {
        figures.add(SCANS, Bench.time(() -> scan(directory)));
        figures.add(VERIFY, Bench.time(() -> expectEqual(mirror.verify(List.of(Wide.TYPE)))));
        drift(round);
        figures.add(DRIFT, Bench.time(() -> repair(mirror)));
      }
    }
    follow(directory);
    cycle(directory);
    catchUp(directory);
    for (int round = 0; round < rounds; round++) {
      restart(directory);
    }
  }

  private static void expectEqual(List<Comparison> found) {
    if (!found.get(0).isEqual()) {
      throw new IllegalStateException("not equal: " + found);
    }
  }

  private static void repair(Mirror mirror) {
    Repaired done = mirror.repair(new RepairRequest(List.of(Wide.TYPE), false, 0.1)).get(0);
    if (done.found().drift() != DRIFTED || !done.isDone()) {
      throw new IllegalStateException("expected " + DRIFTED + " repaired rows: " + done);
    }
  }

  private void drift(int round) {
    Random random = new Random(round);
    String keys =
        random
            .longs(1, rows + 1)
            .distinct()
            .limit(DRIFTED)
            .mapToObj(Long::toString)
            .collect(Collectors.joining(", "));
    try (Connection connection = server.connect()) {
      MirrorBench.execute(connection, "UPDATE wide SET t1 = 'drifted' WHERE id IN (" + keys + ")");
    } catch (SQLException e) {
      throw new IllegalStateException("edit rows", e);
    }
  }

  private void scan(Path directory) {
    String columns = Wide.TYPE.fields().stream().map(Field::name).collect(Collectors.joining(", "));
    try (Connection connection = server.connect();
        Connection replica =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("replica.db"))) {
      read(connection, "SELECT COUNT(*), SUM(CRC32(CONCAT_WS('#', " + columns + "))) FROM wide", 2);
      read(replica, "SELECT " + columns + " FROM wide", Wide.TYPE.fields().size());
    } catch (SQLException e) {
      throw new IllegalStateException("scan", e);
    }
  }

  private static void read(Connection connection, String query, int columns) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        for (int i = 1; i <= columns; i++) {
          result.getString(i);
        }
      }
    }
  }

  private void follow(Path directory) {
    Awaited awaited = new Awaited();
    try (Application application = server.application(Wide.SCHEMA, directory, awaited)) {
      Mirrors mirrors = application.get(Mirrors.class);
      mirrors.start();
      awaited.state(MirrorState.LIVE);
      for (int i = 0; i < CYCLES; i++) {
        Applied applied = change(application.get(ReplicaStore.class));
        long committed = System.nanoTime();
        mirrors.feedGrew();
        awaited.position(applied.position());
        figures.add(ARRIVAL, (System.nanoTime() - committed) / 1e6);
      }
    }
  }

  private Applied change(ReplicaStore store) {
    int version = cycle.incrementAndGet();
    long first = 1 + (long) version * CHANGED % (rows - CHANGED);
    List<Row> changed =
        LongStream.range(first, first + CHANGED).mapToObj(id -> Wide.row(id, version)).toList();
    return Bench.apply(store, version, changed.stream());
  }

  /** What cycles take beside a mirror, by turns. */
  private void cycle(Path directory) {
    MirrorBench away = new MirrorBench("jdbc:mysql://127.0.0.1:1/", "nobody", "");
    for (int round = 0; round < rounds; round++) {
      cycle(directory, server, false, ALONE);
      cycle(directory, away, true, AWAY);
      cycle(directory, server, true, KEPT);
    }
  }

  private void cycle(Path directory, MirrorBench where, boolean kept, String name) {
    try (Application application = where.application(Wide.SCHEMA, directory, Listener.NONE)) {
      Mirrors mirrors = application.get(Mirrors.class);
      if (kept) {
        mirrors.start();
      }
      for (int i = 0; i < CYCLES; i++) {
        ReplicaStore store = application.get(ReplicaStore.class);
        figures.add(name, Bench.time(() -> change(store)));
        mirrors.feedGrew();
      }
    }
  }

  private void catchUp(Path directory) {
    try (Application application = server.application(Wide.SCHEMA, directory, Listener.NONE)) {
      mirror(application).backfill();
      expectEqual(mirror(application).verify(List.of(Wide.TYPE)));
    }
  }

  private void restart(Path directory) {
    Awaited awaited = new Awaited();
    long start = System.nanoTime();
    try (Application application = server.application(Wide.SCHEMA, directory, awaited)) {
      application.get(Mirrors.class).start();
      awaited.state(MirrorState.LIVE);
      figures.add(RESTART, (System.nanoTime() - start) / 1e6);
      if (awaited.moved()) {
        throw new IllegalStateException("rows were moved though nothing had changed");
      }
    }
  }

  /** Waits for what a mirror tells. */
  private static final class Awaited implements Listener {

    private final AtomicReference<MirrorState> state = new AtomicReference<>(MirrorState.DISABLED);
    private final AtomicReference<Position> position = new AtomicReference<>(Position.START);
    private final Set<Class<?>> told = ConcurrentHashMap.newKeySet();

    @Override
    public void on(Event event) {
      told.add(event.getClass());
      if (event instanceof MirrorEvent.MirrorStateChanged changed) {
        state.set(changed.now().state());
      } else if (event instanceof MirrorEvent.ChangesApplied applied) {
        position.set(applied.position());
      }
    }

    boolean moved() {
      return told.contains(MirrorEvent.RowsCopied.class)
          || told.contains(MirrorEvent.TableRepaired.class)
          || told.contains(MirrorEvent.ChangesApplied.class);
    }

    void state(MirrorState wanted) {
      until(() -> state.get() == wanted);
    }

    void position(Position wanted) {
      until(() -> position.get().compareTo(wanted) >= 0);
    }

    private static void until(BooleanSupplier holds) {
      long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
      while (!holds.getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("a mirror did not do what it should in five minutes");
        }
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private String table() {
    figures.row(BARE_LOAD, "", "");
    figures.row(LOAD, rate(BARE_LOAD, LOAD) + " of the rows/s of bare LOAD DATA", "at least 0.7");
    figures.row(BARE_BATCHES, "", "");
    figures.row(
        BATCHES, rate(BARE_BATCHES, BATCHES) + " of the rows/s of bare batches", "at least 0.8");
    figures.row(SCANS, "", "");
    figures.row(VERIFY, figures.median(SCANS), "of both scans", "at most 1.5");
    figures.row(DRIFT, figures.median(VERIFY), "of a verify", "at most 1.3");
    figures.row(
        ARRIVAL, "p99 %,.0f ms".formatted(figures.percentile(ARRIVAL, 99)), "p99 under 500");
    figures.row(ALONE, "", "");
    figures.row(AWAY, figures.median(ALONE), "of none kept", "no slower beyond noise");
    figures.row(KEPT, figures.median(ALONE), "of none kept", "no slower beyond noise");
    figures.row(RESTART, "no row moved", "under 1,000");
    return figures.table();
  }

  private String rate(String bare, String ours) {
    return "%.2f".formatted(figures.median(bare) / figures.median(ours));
  }
}
