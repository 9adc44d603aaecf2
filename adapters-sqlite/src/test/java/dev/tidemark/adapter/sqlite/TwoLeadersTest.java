package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.testkit.time.RealScheduler;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a directory, and are killed. */
final class TwoLeadersTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final Schema SCHEMA =
      Schema.of("notes", EntityType.named("note").integer("id").key("id").build());

  @TempDir Path directory;

  /** Says whether it leads, and writes as soon as it does. */
  static final class Competitor {

    private Competitor() {}

    public static void main(String[] arguments) throws InterruptedException {
      PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
      SqliteConfig config = SqliteConfig.in(Path.of(arguments[0])).sharing();
      try (RealScheduler scheduler = new RealScheduler();
          ReplicaDatabase database = TestOpening.open(config, SCHEMA);
          SqliteLeadership leadership =
              SqliteLeadership.start(
                  database, TestOpening.of(config, SCHEMA)::prepare, scheduler)) {
        leadership.watch(() -> say(out, leadership, database));
        say(out, leadership, database);
        new CountDownLatch(1).await();
      }
    }

    private static void say(
        PrintStream out, SqliteLeadership leadership, ReplicaDatabase database) {
      if (leadership.isLeader()) {
        out.println("leads, cycle " + new SqliteSyncJournal(database).begin(Mode.FULL, NOW));
      } else {
        out.println("reads " + new SqliteSyncJournal(database).last(9).size());
      }
    }
  }

  /** Has looked at the replica, and keeps it open. */
  static final class Onlooker {

    private Onlooker() {}

    public static void main(String[] arguments) throws InterruptedException {
      PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
      SqliteConfig config = SqliteConfig.in(Path.of(arguments[0])).asReadOnly();
      try (ReplicaDatabase database = TestOpening.open(config, SCHEMA)) {
        out.println("reads " + new SqliteSyncJournal(database).last(9).size());
        new CountDownLatch(1).await();
      }
    }
  }

  /** What others still have open of the old one beside it must not be taken for the new one's. */
  @Test
  @Timeout(120)
  void open_replicaMovedAwayWhileAnotherReadsIt_makesANewOneThatIsWhole() throws Exception {
    SqliteConfig config = SqliteConfig.in(directory);
    ReplicaDatabase old = TestOpening.open(config, SCHEMA);
    new SqliteSyncJournal(old).begin(Mode.FULL, NOW);
    try (OtherProcess onlooker = OtherProcess.start(Onlooker.class, directory)) {
      onlooker.awaitLine("reads 1");
      Files.move(old.file(), directory.resolve("damaged.db"));
      old.close();

      for (long cycle = 1; cycle <= 3; cycle++) {
        try (ReplicaDatabase next = TestOpening.open(config, SCHEMA)) {
          assertThat(new SqliteSyncJournal(next).begin(Mode.FULL, NOW)).isEqualTo(cycle);
          assertThat(new SqliteSyncJournal(next).last(9)).hasSize((int) cycle);
        }
      }
    }
  }

  @Test
  @Timeout(120)
  void kill_leader_theOtherLeadsAndWrites() throws Exception {
    try (OtherProcess first = OtherProcess.start(Competitor.class, directory)) {
      first.awaitLine("leads, cycle 1");
      try (OtherProcess second = OtherProcess.start(Competitor.class, directory)) {
        second.awaitLine("reads 1");
        assertThat(second.unread()).isEmpty();

        first.kill();
        second.awaitLine("leads, cycle 2");

        try (OtherProcess third = OtherProcess.start(Competitor.class, directory)) {
          third.awaitLine("reads 2");
          second.kill();
          third.awaitLine("leads, cycle 3");
        }
      }
    }

    try (ReplicaDatabase database =
        TestOpening.open(SqliteConfig.in(directory).asReadOnly(), SCHEMA)) {
      assertThat(new SqliteSyncJournal(database).last(9))
          .extracting(Run::ended)
          .containsExactly(Optional.empty(), Optional.empty(), Optional.empty());
    }
  }
}
