package dev.tidemark.app.e2e;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.adapter.mysql.MySqlConfig;
import dev.tidemark.adapter.mysql.MySqlMirrorConfig;
import dev.tidemark.adapter.mysql.MySqlMirrorModule;
import dev.tidemark.adapter.sqlite.SqliteConfig;
import dev.tidemark.adapter.sqlite.SqliteModule;
import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.sample.FolderData;
import dev.tidemark.app.sample.SampleOptions;
import dev.tidemark.app.sample.SampleServer;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.MirrorModule;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.assembly.SyncModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.Mirror;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.MirrorTypes;
import dev.tidemark.core.mirror.Mirrors;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncState;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Real responses of PeeringDB, mirrored: every value on the server is the replica's. */
@EnabledIfEnvironmentVariable(
    named = "TIDEMARK_REAL_DATA",
    matches = ".+",
    disabledReason = "TIDEMARK_REAL_DATA names no folder with real responses: NOT PROVED ON THEM")
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
final class RealMirrorTest {

  @Parameter MySqlServer server;
  @TempDir Path directory;

  @Test
  void backfill_realRows_arriveAsTheyAre() {
    Schema schema = SchemaLoader.load(SchemaLoader.SHIPPED);
    Copy copy = new Copy(directory.resolve("data"), schema);
    Path folder = Path.of(System.getenv("TIDEMARK_REAL_DATA")).resolve("2026-04-16");
    Clock clock = Clock.systemUTC();
    try (SampleServer upstream =
        SampleServer.start(FolderData.open(List.of(folder), clock), SampleOptions.by(clock), 0)) {
      copy.sync(upstream.base(), Mode.FULL);
    }
    MySqlDatabase database = server.createDatabase();
    try (Application application = open(copy, database)) {
      Mirror mirror = application.get(Mirrors.class).get("real");
      long rows = mirror.backfill().rows();

      assertThat(rows).isGreaterThan(1_000);
      assertThat(mirror.verify(schema.types())).allMatch(Comparison::isEqual);
    }
    schema.types().forEach(type -> assertSame(type, copy, database));
  }

  private static Application open(Copy copy, MySqlDatabase database) {
    MySqlConfig config = MySqlConfig.of(database.url(), database.user(), database.password());
    return Application.start(
        new AmbientModule(Clock.systemUTC(), Listener.NONE),
        new SyncModule(copy.schema(), SyncPolicy.defaults()),
        binder ->
            binder
                .bind(Upstream.class)
                .toInstance(
                    (what, into) -> {
                      throw new IllegalStateException("nobody asks upstream here");
                    }),
        new SqliteModule(SqliteConfig.in(copy.directory())),
        new StateModule(SyncState.with(MirrorTypes.strongTypes(), MirrorTypes.weakTypes())),
        new MirrorModule(MirrorPolicy::defaults),
        new MySqlMirrorModule(MySqlMirrorConfig.of("real", config)));
  }

  /** With plain SQL on both sides. */
  private static void assertSame(EntityType type, Copy copy, MySqlDatabase database) {
    List<List<@Nullable String>> expected =
        copy.query(query(type, Field::name)).stream()
            .map(row -> row.values().stream().map(RealMirrorTest::text).collect(toList()))
            .toList();

    assertThat(database.rows(query(type, RealMirrorTest::mirrored)))
        .as(type.name())
        .isEqualTo(expected);
  }

  private static String query(EntityType type, Function<Field, String> column) {
    String columns = type.fields().stream().map(column).collect(joining(", "));
    return "SELECT %s FROM %s ORDER BY id".formatted(columns, type.name());
  }

  /** The text that SQLite's value has in Java. */
  private static String mirrored(Field field) {
    return switch (field.type()) {
      case INTEGER, TEXT, JSON -> field.name();
      case BOOLEAN -> field.name() + " + 0";
      case REAL -> "IF(%1$s = ROUND(%1$s), CONCAT(%1$s, '.0'), %1$s)".formatted(field.name());
      case INSTANT -> "DATE_FORMAT(" + field.name() + ", '%Y-%m-%dT%H:%i:%sZ')";
    };
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
