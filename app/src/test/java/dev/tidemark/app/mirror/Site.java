package dev.tidemark.app.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.util.Modules;
import dev.tidemark.adapter.mysql.MySqlConfig;
import dev.tidemark.adapter.mysql.MySqlMirrorConfig;
import dev.tidemark.adapter.mysql.MySqlMirrorModule;
import dev.tidemark.adapter.sqlite.SqliteConfig;
import dev.tidemark.adapter.sqlite.SqliteModule;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.MirrorModule;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.assembly.SyncModule;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.Mirror;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.MirrorTypes;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.mirror.Standing;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.net.FaultyLink;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;

/**
 * A replica in SQLite, and one mirror of it on a real server behind a link that can fail. Time is
 * real, and waits are short.
 */
final class Site implements AutoCloseable {

  static final String NAME = "reporting";
  static final Schema SCHEMA =
      Schema.of(
          "site", Sample.ORG, Sample.IX, Sample.PORT, Sample.CABLE, Sample.WORD, Sample.EVERY);

  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final MirrorPolicy QUICK =
      new MirrorPolicy(
          Duration.ZERO,
          0.2,
          Duration.ofMillis(50),
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          500);

  final Story story = new Story();
  final MySqlDatabase database;
  final FaultyLink link;
  private final AtomicReference<MirrorPolicy> policy = new AtomicReference<>(QUICK);
  private final Path directory;
  private final boolean enabled;
  private Application application;
  private long cycle;

  /** The replica is open, and nobody keeps its mirror yet. */
  Site(Path directory, MySqlDatabase database) {
    this(directory, database, true);
  }

  /**
   * @param enabled whether there is a mirror at all
   */
  Site(Path directory, MySqlDatabase database, boolean enabled) {
    this.directory = directory;
    this.enabled = enabled;
    this.database = database;
    this.link = FaultyLink.to(database.host(), database.port());
    this.application = open();
  }

  private Application open() {
    MySqlDatabase through = database.through(link.host(), link.port());
    MySqlConfig config =
        MySqlConfig.of(through.url(), through.user(), through.password())
            .withConnectTimeout(Duration.ofSeconds(2));
    return Application.start(
        new AmbientModule(Clock.systemUTC(), story),
        new SyncModule(SCHEMA, SyncPolicy.defaults()),
        binder -> binder.bind(Upstream.class).toInstance(Site::unasked),
        new SqliteModule(SqliteConfig.in(directory)),
        new StateModule(SyncState.with(MirrorTypes.strongTypes(), MirrorTypes.weakTypes())),
        new MirrorModule(name -> policy.get()),
        enabled ? new MySqlMirrorModule(MySqlMirrorConfig.of(NAME, config)) : Modules.EMPTY_MODULE);
  }

  private static Fetched unasked(Fetch what, RowSink into) {
    throw new IllegalStateException("nobody asks upstream here");
  }

  /** From now on the mirror is kept. */
  Site start() {
    application.get(Mirrors.class).start();
    return this;
  }

  /** The same with another process. */
  void restart() {
    application.close();
    application = open();
  }

  void verifyEvery(Duration interval) {
    policy.set(QUICK.verifyingEvery(interval));
  }

  Mirror mirror() {
    return application.get(Mirrors.class).get(NAME);
  }

  Mirrors mirrors() {
    return application.get(Mirrors.class);
  }

  ReplicaReader reader() {
    return application.get(ReplicaReader.class);
  }

  ReplicaStore store() {
    return application.get(ReplicaStore.class);
  }

  /** Applies rows as one cycle. */
  Applied apply(Row... rows) {
    return apply(List.of(rows));
  }

  Applied apply(List<Row> rows) {
    return apply(rows, Map.of(), Optional.empty());
  }

  /** Removes all tombstones of a type. */
  Applied purge(EntityType type) {
    return apply(List.of(), Map.of(type, Sample.day(900)), Optional.of(Duration.ZERO));
  }

  private Applied apply(
      List<Row> rows, Map<EntityType, Instant> cursors, Optional<Duration> retention) {
    try (Staging staging = store().stage(Mode.INCREMENTAL)) {
      rows.forEach(row -> staging.sink(row.type(), Source.LIVE).row(row));
      Applied applied = store().apply(staging, plan(cursors, retention));
      mirrors().feedGrew();
      return applied;
    }
  }

  ApplyPlan plan(Map<EntityType, Instant> cursors, Optional<Duration> retention) {
    return new ApplyPlan(
        ++cycle,
        Clock.systemUTC().instant(),
        Sample.day(1_000),
        Set.copyOf(SCHEMA.types()),
        cursors,
        Set.of(),
        retention,
        "site");
  }

  Standing standing() {
    return mirror().status().standing();
  }

  void await(MirrorState state) {
    await(state, standing -> {});
  }

  /** All of it at one moment: the next try may begin at any. */
  void await(MirrorState state, ThrowingConsumer<Standing> more) {
    Awaitility.await(state.name())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> assertThat(standing()).returns(state, Standing::state).satisfies(more));
  }

  /** Waits until the mirror is live and has all of the feed; then it has to be equal. */
  void awaitEqual() {
    await(MirrorState.LIVE);
    Position end = application.get(ChangeFeed.class).latest();
    assertThat(mirror().await(end, PATIENCE)).as("reaches %s: %s", end, standing()).isTrue();
    await(MirrorState.LIVE);
    assertEqual();
  }

  void assertEqual() {
    for (Comparison found : mirror().verify(SCHEMA.types())) {
      assertThat(found.isEqual()).as("%s", found).isTrue();
      assertThat(found.quarantined()).isZero();
    }
  }

  /** The texts of one column on the server itself, in the order of the keys. */
  List<String> column(EntityType type, String column) {
    String keys = String.join(", ", type.key());
    return database
        .rows("SELECT %s FROM %s ORDER BY %s".formatted(column, type.name(), keys))
        .stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  static List<Row> orgs(int first, int last) {
    return Stream.iterate(first, id -> id + 1)
        .limit(last - first + 1L)
        .map(id -> Sample.live(Sample.ORG, id, 1))
        .toList();
  }

  @Override
  public void close() {
    try {
      application.close();
    } finally {
      link.close();
    }
  }
}
