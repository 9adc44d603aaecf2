package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Progress;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite stops in the middle of a statement; nothing waits for its end. */
final class StopOnInterruptTest {

  private static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final EntityType ORG = EntityType.named("org").key("id").integer("id").build();
  private static final EntityType NET =
      EntityType.named("net").key("id").integer("id", "org_id").references("org_id", "org").build();
  private static final Schema SCHEMA = Schema.of("test", ORG, NET);

  @TempDir Path directory;
  private ReplicaDatabase database;
  private SqliteReplicaStore store;

  @BeforeEach
  void open() {
    database = TestOpening.open(SqliteConfig.in(directory), SCHEMA);
    store = new SqliteReplicaStore(database, SCHEMA);
  }

  @AfterEach
  void close() {
    Thread.interrupted();
    database.close();
  }

  @Test
  void apply_interrupted_endsItsStatement() {
    try (Staging staging = store.stage(Mode.INCREMENTAL)) {
      nets(staging, 30_000);

      assertStopped(() -> store.apply(staging, plan()), "apply cycle 1 in " + database.file());
    }
    assertThat(store.counts().get(NET).rows() + store.counts().get(NET).orphans()).isZero();
  }

  @Test
  void apply_interruptedAfterOneThatWasNot_endsItsStatement() {
    try (Staging staging = store.stage(Mode.INCREMENTAL)) {
      store.apply(staging, plan());
    }
    apply_interrupted_endsItsStatement();
  }

  @Test
  void missingParents_interrupted_endsItsStatement() {
    try (Staging staging = store.stage(Mode.INCREMENTAL)) {
      nets(staging, 30_000);
      assertThat(staging.missingParents(true, 1)).hasSize(1);

      assertStopped(() -> staging.missingParents(true, 1), "look for missing parents");
    }
  }

  @Test
  void sink_interruptedInAFullCycle_leavesWhatWasNoted() {
    Progress listed =
        new Progress(
            Progress.Step.LIST, NOW, "test", 700, Optional.empty(), Optional.empty(), false);
    try (Staging staging = store.stage(Mode.FULL)) {
      nets(staging, 700);
      staging.progress(NET, listed);
      assertStopped(() -> nets(staging, 30_000), "stage rows of net");
    }

    Thread.interrupted();
    try (Staging staging = store.stage(Mode.FULL)) {
      assertThat(staging.progress(NET)).contains(listed);
      assertThat(staging.missingParents(true, 1_000).get(0).keys())
          .hasSizeGreaterThanOrEqualTo(700);
    }
  }

  /** On the connection that has just been stopped, and on the thread that still is interrupted. */
  @Test
  void journal_afterAnApplyThatWasStopped_worksOnTheInterruptedThread() {
    SqliteSyncJournal journal = new SqliteSyncJournal(database);
    long cycle = journal.begin(Mode.FULL, NOW);
    Run.Ended stopped = new Run.Ended(NOW, new Run.Failed("CANCELLED", "stopped"));
    try (Staging staging = store.stage(Mode.INCREMENTAL)) {
      nets(staging, 30_000);
      assertStopped(() -> store.apply(staging, plan()), "apply cycle 1");

      for (int i = 0; i < 3_000; i++) {
        journal.end(journal.begin(Mode.FULL, NOW), stopped);
      }
      journal.end(cycle, stopped);
      database.write("work hard", connection -> Connections.number(connection, COUNT_TO_A_MILLION));
    }

    assertThat(Thread.interrupted()).isTrue();
    assertThat(journal.last(Integer.MAX_VALUE))
        .hasSize(3_001)
        .allSatisfy(run -> assertThat(run.ended()).contains(stopped));
  }

  private static final String COUNT_TO_A_MILLION =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT max(i) FROM n";

  private static void assertStopped(ThrowingCallable work, String attempted) {
    Thread.currentThread().interrupt();
    assertThatThrownBy(work)
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining(attempted)
        .hasMessageContaining("stopped; nothing was changed")
        .cause()
        .isInstanceOfSatisfying(
            SQLiteException.class,
            cause -> assertThat(cause.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_INTERRUPT));
  }

  private static void nets(Staging staging, long count) {
    RowSink sink = staging.sink(NET, Source.LIST);
    for (long id = 1; id <= count; id++) {
      sink.row(Row.of(NET, Map.of("id", id, "org_id", id)));
    }
  }

  private static ApplyPlan plan() {
    return new ApplyPlan(
        1, NOW, NOW, Set.copyOf(SCHEMA.types()), Map.of(), Set.of(), Optional.empty(), "test");
  }
}
