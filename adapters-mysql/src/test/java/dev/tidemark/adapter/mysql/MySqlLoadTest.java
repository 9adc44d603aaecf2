package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.RowsRejectedException;
import dev.tidemark.core.mirror.RowDigest;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.mirror.spi.Fingerprint;
import dev.tidemark.core.mirror.spi.MirrorRows;
import dev.tidemark.core.mirror.spi.MirrorTable;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlInstance;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads where the server or the user allows less. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#startable")
final class MySqlLoadTest {

  private static final Schema SCHEMA = Schema.of("mirrored", Sample.ORG);

  private final MySqlServer server;

  MySqlLoadTest(MySqlServer server) {
    this.server = server;
  }

  @Test
  void load_localFilesForbidden_loadsByStatements() {
    List<Row> rows = many(1, 3_000);
    try (MySqlInstance strict = server.startAnother("--local-infile=0");
        MySqlPlace place = new MySqlPlace(strict.createDatabase())) {
      MirrorTarget target = place.newTarget();
      target.prepare(SCHEMA);

      long first = with(target, table -> table.load(KeyRange.ALL, rows.iterator()));
      long again = with(target, table -> table.load(KeyRange.ALL, rows.iterator()));

      assertThat(first).isEqualTo(3_000);
      assertThat(again).isEqualTo(3_000);
      assertThat(target.rows(Sample.ORG).digest(KeyRange.ALL)).isEqualTo(digest(rows));
    }
  }

  @Test
  void load_withoutTemporaryTables_loadsByStatements() {
    try (MySqlPlace place = MySqlPlace.on(server)) {
      MySqlDatabase all = place.database();
      String user = "w" + all.name().hashCode();
      all.execute(
          "CREATE USER '" + user + "'@'%' IDENTIFIED BY 'hush'",
          ("GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON `%s`.* TO '%s'@'%%'")
              .formatted(all.name(), user));
      MirrorTarget target =
          place.newTarget(
              MySqlPlace.config(
                  new MySqlDatabase(all.host(), all.port(), all.name(), user, "hush")));
      target.prepare(SCHEMA);

      long first = with(target, table -> table.load(KeyRange.ALL, many(5, 5).iterator()));
      long second = with(target, table -> table.load(KeyRange.ALL, many(1, 20).iterator()));

      assertThat(List.of(first, second)).containsExactly(5L, 20L);
      assertThat(target.rows(Sample.ORG).digest(KeyRange.ALL)).isEqualTo(digest(many(1, 20)));
      all.execute("DROP USER '" + user + "'@'%'");
    }
  }

  /** A row that could not be read back is not written, whichever way it comes. */
  @Test
  void write_rowLongerThanAPacket_isRejected() {
    Row longRow = Sample.live(Sample.ORG, 2, 1, "notes", "x".repeat(1_200_000));
    try (MySqlInstance small = server.startAnother("--max-allowed-packet=1M");
        MySqlPlace place = new MySqlPlace(small.createDatabase())) {
      MirrorTarget target = place.newTarget();
      target.prepare(SCHEMA);
      with(
          target,
          table -> {
            assertRejected(() -> table.upsert(List.of(longRow)));
            assertRejected(() -> table.load(KeyRange.ALL, List.of(longRow).iterator()));
            table.upsert(many(1, 1));
            assertRejected(() -> table.load(KeyRange.ALL, List.of(longRow).iterator()));
            return true;
          });

      assertThat(target.rows(Sample.ORG).digest(KeyRange.ALL)).isEqualTo(digest(many(1, 1)));
    }
  }

  /** As others may make one: the server cannot hash it, but does not pass over it either. */
  @Test
  void digest_rowLongerThanAPacket_differsAndIsFound() {
    try (MySqlInstance small = server.startAnother("--max-allowed-packet=1M");
        MySqlPlace place = new MySqlPlace(small.createDatabase())) {
      MirrorTarget target = place.newTarget();
      target.prepare(SCHEMA);
      with(target, table -> table.load(KeyRange.ALL, many(1, 3).iterator()));
      MirrorRows rows = target.rows(Sample.ORG);
      List<Fingerprint> before = rows.fingerprints(KeyRange.ALL, 9);
      place
          .database()
          .execute("UPDATE m_org SET name = REPEAT('x', 700000), notes = name WHERE id = 2");

      assertThat(rows.digest(KeyRange.ALL).count()).isEqualTo(3);
      assertThat(rows.digest(KeyRange.ALL)).isNotEqualTo(digest(many(1, 3)));
      assertThat(rows.fingerprints(KeyRange.ALL, 9))
          .containsExactly(before.get(0), new Fingerprint(before.get(1).key(), 0), before.get(2));
    }
  }

  /** Many rows are more than a packet together. */
  @Test
  void write_rowsLongerThanAPacketTogether_areTaken() {
    List<Row> rows =
        IntStream.range(0, 40)
            .mapToObj(id -> Sample.live(Sample.ORG, id, 1, "notes", "x".repeat(100_000)))
            .toList();
    try (MySqlInstance small = server.startAnother("--max-allowed-packet=1M");
        MySqlPlace place = new MySqlPlace(small.createDatabase())) {
      MirrorTarget target = place.newTarget();
      target.prepare(SCHEMA);
      with(
          target,
          table -> {
            table.upsert(rows);
            return table.load(KeyRange.ALL, rows.iterator());
          });

      assertThat(target.rows(Sample.ORG).digest(KeyRange.ALL)).isEqualTo(digest(rows));
    }
  }

  /** What an honest server asks for here, another one asks for as it likes. */
  @Test
  void server_asksForAFile_getsNone(@TempDir Path directory) throws SQLException, IOException {
    Path file = Files.writeString(directory.resolve("secrets"), "secret\n");
    try (MySqlPlace place = MySqlPlace.on(server);
        MirrorConnections connections =
            new MirrorConnections(MySqlPlace.config(place.database()), 4)) {
      place.database().execute("CREATE TABLE stolen (text LONGTEXT)");
      try (Connection connection = connections.borrow();
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(
                () -> statement.execute("LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE stolen"))
            .isInstanceOf(SQLException.class);
      }
      assertThat(place.database().rows("SELECT * FROM stolen")).isEmpty();
    }
  }

  /** Not even behind a load of ours, on the same connection. */
  @Test
  void server_asksForAFileAfterALoad_getsNone(@TempDir Path directory)
      throws SQLException, IOException {
    Path file = Files.writeString(directory.resolve("secrets"), "secret\n");
    try (MySqlPlace place = MySqlPlace.on(server);
        MirrorConnections connections =
            new MirrorConnections(MySqlPlace.config(place.database()), 4)) {
      place.newTarget().prepare(SCHEMA);
      place.database().execute("CREATE TABLE stolen (text LONGTEXT)");
      try (Connection connection = connections.borrow();
          Statement statement = connection.createStatement()) {
        TypeTable table = TypeTable.of(Sample.ORG, MySqlPlace.PREFIX);
        assertThat(new LocalLoad(connection, table).run(KeyRange.ALL, many(1, 3).iterator()))
            .isEqualTo(3);
        assertThatThrownBy(
                () -> statement.execute("LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE stolen"))
            .isInstanceOf(SQLException.class);
      }
      assertThat(place.database().rows("SELECT * FROM stolen")).isEmpty();
    }
  }

  private static void assertRejected(Runnable write) {
    assertThatThrownBy(write::run)
        .isInstanceOf(RowsRejectedException.class)
        .hasMessageContaining("max_allowed_packet");
  }

  private static Digest digest(List<Row> rows) {
    RowDigest digest = RowDigest.of(Sample.ORG);
    return rows.stream().map(digest::hash).reduce(Digest.EMPTY, Digest::plus, Digest::plus);
  }

  private static List<Row> many(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(id -> Sample.live(Sample.ORG, id, 1))
        .toList();
  }

  private static <T> T with(MirrorTarget target, Function<MirrorTable, T> work) {
    return target.write(transaction -> work.apply(transaction.table(Sample.ORG)));
  }
}
