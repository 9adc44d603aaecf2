package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.FlushStep;
import dev.tidemark.core.state.spi.LastFlush;
import dev.tidemark.core.state.spi.StoredRow;
import dev.tidemark.core.state.spi.StrongTransaction;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, and several stores, on the same files. */
final class StateProcessesTest {

  private static final long ROUNDS = 50;
  private static final EntityType COUNTER =
      EntityType.named("counter").key("id").text("id").integer("value").build();
  private static final EntityType NODE =
      EntityType.named("node").key("who", "id").text("who").integer("id").build();
  private static final StateSchema SCHEMA = schema();

  @TempDir Path directory;

  private static StateSchema schema() {
    Schema strong = Schema.of("config", COUNTER);
    return StateSchema.of(strong, strong.below("cache", NODE));
  }

  /** Counts in the strong tier, or writes to the weak one, until it is done or killed. */
  static final class Other {

    private Other() {}

    public static void main(String[] arguments) throws InterruptedException {
      SqliteStateConfig config = SqliteStateConfig.in(Path.of(arguments[0]));
      switch (arguments[1]) {
        case "count" -> count(config.sharing());
        case "hold" -> hold(config);
        default -> flushForEver(config.sharing());
      }
    }

    private static void count(SqliteStateConfig config) {
      try (SqliteTiers tiers = SqliteTiers.open(config, SCHEMA, Listener.NONE)) {
        countUp(tiers);
      }
    }

    private static void hold(SqliteStateConfig config) throws InterruptedException {
      try (SqliteTiers tiers = SqliteTiers.open(config, SCHEMA, Listener.NONE)) {
        say("holding " + tiers.weak().lastFlush().number());
        new CountDownLatch(1).await();
      }
    }

    private static void flushForEver(SqliteStateConfig config) {
      SqliteTiers tiers = SqliteTiers.open(config, SCHEMA, Listener.NONE);
      for (long number = 1; ; number++) {
        flush(tiers, number, "other");
        if (number == 3) {
          say("flushed");
        }
      }
    }

    private static void say(String line) {
      new PrintStream(new FileOutputStream(FileDescriptor.out), true).println(line);
    }
  }

  @Test
  @Timeout(120)
  void strong_countedByTwoProcesses_losesNothing() throws Exception {
    try (OtherProcess other = OtherProcess.start(Other.class, directory, "count");
        SqliteTiers tiers =
            SqliteTiers.open(SqliteStateConfig.in(directory).sharing(), SCHEMA, Listener.NONE)) {
      countUp(tiers);

      assertThat(other.exitCode()).as("%s", other.unread()).isZero();
      assertThat(tiers.stored(COUNTER, "all"))
          .hasValueSatisfying(
              all -> {
                assertThat(all.row().value("value")).isEqualTo(2 * ROUNDS);
                assertThat(all.version()).isEqualTo(2 * ROUNDS);
              });
    }
  }

  @Test
  @Timeout(120)
  void weak_heldByAnotherProcess_isRefusedUntilThatEnds() throws Exception {
    try (OtherProcess other = OtherProcess.start(Other.class, directory, "hold")) {
      other.awaitLine("holding 0");

      assertThatThrownBy(() -> SqliteTiers.open(directory, SCHEMA))
          .isInstanceOf(AlreadyRunningException.class)
          .hasMessage(
              "write to %s: process %d is already writing there; wait for it, or choose another directory",
              directory, other.pid());
      other.kill();
    }
    SqliteTiers.open(directory, SCHEMA).close();
  }

  /** Each flush writes ten rows more, or nothing. */
  @Test
  @Timeout(120)
  void weak_killedWhileFlushing_holdsWholeFlushes() throws Exception {
    try (OtherProcess other = OtherProcess.start(Other.class, directory, "flush")) {
      other.awaitLine("flushed");
      other.kill();
    }
    try (SqliteTiers tiers = SqliteTiers.open(directory, SCHEMA)) {
      assertThat(tiers.weak().lastFlush().number()).isGreaterThanOrEqualTo(3);
      assertThat(tiers.rows(NODE)).hasSize((int) tiers.weak().lastFlush().number() * 10);
    }
  }

  @Test
  void weak_sharedByTwo_keepsTheRowsOfBoth() {
    SqliteStateConfig sharing = SqliteStateConfig.in(directory).sharing();
    try (SqliteTiers one = SqliteTiers.open(sharing, SCHEMA, Listener.NONE);
        SqliteTiers other = SqliteTiers.open(sharing, SCHEMA, Listener.NONE)) {
      flush(one, 1, "one");
      flush(other, 1, "other");

      assertThat(one.rows(NODE)).hasSize(20);
      assertThat(other.weak().find(NODE, RowKey.of("one", 10L))).isPresent();
    }
  }

  private static void countUp(SqliteTiers tiers) {
    for (int i = 0; i < ROUNDS; i++) {
      tiers.strong().write("count", StateProcessesTest::countUp);
    }
  }

  private static boolean countUp(StrongTransaction on) {
    List<StoredRow> found = new ArrayList<>();
    on.scan(COUNTER, found::add);
    if (found.isEmpty()) {
      return on.insert(counter(1), SqliteTiers.CLOCK.instant());
    }
    StoredRow last = found.get(0);
    long value = (Long) Objects.requireNonNull(last.row().value("value"));
    return on.update(counter(value + 1), last.version(), SqliteTiers.CLOCK.instant());
  }

  private static Row counter(long value) {
    return Row.of(COUNTER, Map.of("id", "all", "value", value));
  }

  private static void flush(SqliteTiers tiers, long number, String who) {
    List<Row> rows =
        LongStream.range(number * 10, number * 10 + 10)
            .mapToObj(id -> Row.of(NODE, Map.of("who", who, "id", id)))
            .toList();
    tiers
        .weak()
        .flush(
            new LastFlush(number, SqliteTiers.CLOCK.instant()),
            List.of(new FlushStep.Upsert(NODE, rows)));
  }
}
