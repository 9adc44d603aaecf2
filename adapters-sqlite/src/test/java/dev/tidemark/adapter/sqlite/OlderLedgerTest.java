package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.RequestLedger;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a replica of format 2 knows of its upstream's wishes goes into the state, once. */
final class OlderLedgerTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final Instant UNTIL = NOW.plus(Duration.ofHours(2));
  private static final Instant[] ASKED = {
    NOW.minus(Duration.ofHours(3)), NOW.minusMillis(1), NOW.minusMillis(1), NOW
  };
  private static final Schema SCHEMA =
      Schema.of("notes", EntityType.named("note").integer("id").key("id").build());

  @TempDir Path directory;

  @BeforeEach
  void makeReplicaOfFormatTwo() throws SQLException {
    Path file = directory.resolve("replica.db");
    try (Connection connection = Connections.writer(file)) {
      Connections.execute(connection, ReplicaFile.MARK.statement());
    }
    Flyway.configure()
        .dataSource("jdbc:sqlite:" + file, null, null)
        .locations("classpath:dev/tidemark/adapter/sqlite/replica")
        .table("_migration")
        .target("2")
        .load()
        .migrate();
    try (Connection connection = Connections.writer(file)) {
      Connections.execute(
          connection, "UPDATE _upstream SET identity = 'me', not_before = '" + UNTIL + "'");
      for (Instant at : ASKED) {
        Connections.execute(connection, "INSERT INTO _request (at) VALUES ('" + at + "')");
      }
    }
  }

  @Test
  void open_takesOverWhatIsThereAndDropsIt() throws SQLException {
    open();

    assertTakenOver();
    try (Connection connection = Connections.reader(directory.resolve("replica.db"))) {
      Shape shape = Shape.of(connection);
      assertThat(shape.tables()).contains("_upstream").doesNotContain("_request");
      assertThat(
              Connections.text(
                  connection, "SELECT group_concat(name) FROM pragma_table_info('_upstream')"))
          .isEqualTo("id,identity");
      assertThat(Connections.text(connection, "SELECT identity FROM _upstream")).isEqualTo("me");
    }
  }

  @Test
  void openAgain_changesNothing() {
    open();
    open();

    assertTakenOver();
  }

  @Test
  void open_replicaWithNothingToTakeOver_leavesTheStateEmpty() throws SQLException {
    try (Connection connection = Connections.writer(directory.resolve("replica.db"))) {
      Connections.execute(
          connection, "DELETE FROM _request", "UPDATE _upstream SET not_before = NULL");
    }

    open();

    try (KeptBySync kept = KeptBySync.open(directory)) {
      assertThat(kept.ledger("notes").notBefore()).isEmpty();
      assertThat(kept.ledger("notes").asked(Instant.MIN, Instant.MAX)).isEmpty();
    }
  }

  @Test
  void open_whatTheStateKnowsAlready_staysAsItIs() {
    try (KeptBySync kept = KeptBySync.open(directory)) {
      kept.ledger("notes").leaveAloneUntil(NOW.plusSeconds(7));
      kept.ledger("notes").asking(NOW.plusSeconds(9));
    }

    open();

    try (KeptBySync kept = KeptBySync.open(directory)) {
      assertThat(kept.ledger("notes").notBefore()).contains(NOW.plusSeconds(7));
      assertThat(kept.ledger("notes").asked(NOW, Instant.MAX)).containsExactly(NOW.plusSeconds(9));
    }
  }

  @Test
  void open_stateThatCannotTakeItOver_leavesTheReplicaAsItWas() {
    StorageException full = new StorageException("state: disk full", false);

    assertThatThrownBy(
            () ->
                new ReplicaOpening(
                        SqliteConfig.in(directory),
                        SCHEMA,
                        ledger -> {
                          throw full;
                        })
                    .open())
        .isSameAs(full);
    open();

    assertTakenOver();
  }

  /** With kill -9, behind the commit of the one and before that of the other. */
  @Test
  @Timeout(120)
  void open_afterAProcessDiedBetweenTheTwo_takesOverOnce() throws Exception {
    try (OtherProcess dying = OtherProcess.start(Dying.class, directory)) {
      dying.awaitLine("taken over");
      dying.kill();
    }
    try (KeptBySync kept = KeptBySync.open(directory)) {
      kept.ledger("notes").leaveAloneUntil(UNTIL);
      assertThat(kept.ledger("notes").asked(Instant.MIN, Instant.MAX)).hasSize(ASKED.length);
    }
    List<OlderLedger> again = new ArrayList<>();
    try (KeptBySync kept = KeptBySync.open(directory)) {
      OlderLedger.Heir heir = kept.heir("notes");
      open(
          ledger -> {
            again.add(ledger);
            heir.takeOver(ledger);
          });
    }

    assertThat(again).as("not dropped before it was safe").hasSize(1);
    assertTakenOver();
  }

  /** A process that takes over and goes no further. */
  static final class Dying {
    public static void main(String[] arguments) {
      Path directory = Path.of(arguments[0]);
      try (KeptBySync kept = KeptBySync.open(directory)) {
        OlderLedger.Heir heir = kept.heir("notes");
        new ReplicaOpening(
                SqliteConfig.in(directory),
                SCHEMA,
                ledger -> {
                  heir.takeOver(ledger);
                  new PrintStream(new FileOutputStream(FileDescriptor.out), true)
                      .println("taken over");
                  forever();
                })
            .open();
      }
    }

    private static void forever() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void open() {
    try (KeptBySync kept = KeptBySync.open(directory)) {
      open(kept.heir("notes"));
    }
  }

  private void open(OlderLedger.Heir heir) {
    new ReplicaOpening(SqliteConfig.in(directory), SCHEMA, heir).open().close();
  }

  private void assertTakenOver() {
    try (KeptBySync kept = KeptBySync.open(directory)) {
      RequestLedger ledger = kept.ledger("notes");
      assertThat(ledger.notBefore()).contains(UNTIL);
      assertThat(ledger.asked(Instant.MIN, Instant.MAX)).containsExactly(ASKED);
    }
  }
}
