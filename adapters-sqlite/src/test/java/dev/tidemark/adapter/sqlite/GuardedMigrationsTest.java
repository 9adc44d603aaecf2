package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.adapter.sqlite.SqliteStateConfig.Guard;
import dev.tidemark.adapter.sqlite.SqliteStateConfig.Migrations;
import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.RollupIncompleteException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupEvent;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateSchema;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations that may only run when a rollup holds what they take away. */
final class GuardedMigrationsTest {

  private static final String FOLDER = "classpath:dev/tidemark/adapter/sqlite/guarded";

  private static final EntityType EVENTS =
      EntityType.named("events")
          .key("id")
          .integer("id")
          .text("kind")
          .instant("at", Precision.SECONDS)
          .instant("changed", Precision.SECONDS)
          .nullable("kind", "at", "changed")
          .build();

  private static final RollupPlan PLAN =
      RollupPlan.of(
          RollupDefinition.named("happened")
              .of("events", "at")
              .changed(new Changes.ByTime("changed", Duration.ofMinutes(5), Duration.ofDays(1)))
              .key("kind", "kind")
              .count("n")
              .build(),
          List.of(EVENTS));

  @TempDir Path directory;

  /** Scenario 14. */
  @Test
  void open_noFile_passesTheGuard() throws SQLException {
    open(Listener.NONE);

    assertThat(history()).containsExactly("1", "2", "3");
  }

  /** The hook of scenario 13: what was never filled is filled first. */
  @Test
  void open_historyAndNoBackfill_fillsThenMigrates() throws SQLException {
    history("2026-01-05T08:15:00Z", "2026-03-07T23:59:59Z", "2026-03-07T23:00:00Z");

    open(Listener.NONE);

    assertThat(history()).containsExactly("1", "2", "3");
    assertThat(cells()).containsExactly("2026-01-05T08:00:00Z|a|1", "2026-03-07T23:00:00Z|a|2");
  }

  /** Scenario 12: nothing is passed over because it is young. */
  @Test
  void open_filledBeforeAndYoungerEventsSince_takesThemIn() throws SQLException {
    history("2026-01-05T08:15:00Z");
    open(Listener.NONE);
    state()
        .execute(
            "DELETE FROM _application_migration WHERE version = '3'",
            "CREATE TABLE daily (day TEXT)",
            "INSERT INTO events (id, kind, at, changed) VALUES (77, 'b', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))");

    open(Listener.NONE);

    assertThat(history()).containsExactly("1", "2", "3");
    assertThat(state().query("SELECT sum(n) FROM _rollup_happened")).containsExactly("2");
  }

  /** Scenario 13. */
  @Test
  void open_proofIsTakenAway_refusesWithTheCommandAndLeavesTheVersion() throws SQLException {
    history("2026-01-05T08:15:00Z");

    assertThatThrownBy(() -> open(when(RollupEvent.Completed.class, this::takeProofAway)))
        .isInstanceOf(RollupIncompleteException.class)
        .hasMessageContaining("it was never filled")
        .hasMessageContaining("tidemark rollup backfill happened");
    assertThat(history()).containsExactly("1", "2");
    assertThat(state().query("SELECT day FROM daily")).containsExactly("2026-01-05");
  }

  private void takeProofAway() throws SQLException {
    state().execute("UPDATE _rollup SET complete_since = NULL");
  }

  /** Scenario 13, where cells are there, and are no proof. */
  @Test
  void open_cellIsNotWhatItsEventsAddUpTo_refuses() throws SQLException {
    history("2026-01-05T08:15:00Z");

    assertThatThrownBy(() -> open(when(RollupEvent.Completed.class, this::makeAChangeBehind)))
        .isInstanceOf(RollupIncompleteException.class)
        .hasMessageContaining("1 of its cells");
    assertThat(history()).containsExactly("1", "2");
  }

  /** In the middle of taking in all there is, a trigger notes what no tick sees any more. */
  private void makeAChangeBehind() throws SQLException {
    state()
        .execute(
            "CREATE TRIGGER late AFTER UPDATE OF success_at ON _rollup BEGIN DELETE FROM _rollup_happened; INSERT INTO _dirty_happened (bucket, kind, noted_at) VALUES ('2026-01-05T08:00:00Z', 'a', '2026-01-05T08:00:00Z'); END",
            "INSERT INTO _dirty_happened (bucket, kind, noted_at) VALUES ('2026-01-05T08:00:00Z', 'a', '2026-01-05T08:00:00Z')");
  }

  /** Scenario 15. */
  @Test
  void open_backfillBreaksOff_goesOnTheNextTime() throws SQLException {
    history("2026-01-05T08:15:00Z", "2026-02-05T08:15:00Z", "2026-03-05T08:15:00Z");

    assertThatThrownBy(
            () ->
                open(
                    when(RollupEvent.PartComputed.class, () -> Thread.currentThread().interrupt())))
        .isInstanceOf(CancelledException.class);
    Thread.interrupted();
    assertThat(history()).containsExactly("1", "2");
    assertThat(cells()).containsExactly("2026-01-05T08:00:00Z|a|1");

    open(Listener.NONE);

    assertThat(history()).containsExactly("1", "2", "3");
    assertThat(cells()).hasSize(3);
  }

  @Test
  void open_guardOfAVersionThatIsNot_isRefusedAtOnce() throws SQLException {
    history("2026-01-05T08:15:00Z");

    assertThatThrownBy(() -> open(Migrations.in(FOLDER).with(new Guard("4", PLAN, Listener.NONE))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("guard migration 4");
    assertThat(history()).containsExactly("1", "2");
  }

  /** Scenario 8 in 13: what came too late for the watermark is found before it is too late. */
  @Test
  void open_eventThatCameTooLate_isFoundBeforeTheMigration() throws SQLException {
    history("2026-01-05T08:15:00Z");
    open(Listener.NONE);
    state()
        .execute(
            "DELETE FROM _application_migration WHERE version = '3'",
            "CREATE TABLE daily (day TEXT)",
            "INSERT INTO events (id, kind, at, changed) VALUES (77, 'late', '2026-01-06T08:15:00Z', '2026-01-06T08:15:00Z')");

    open(Listener.NONE);

    assertThat(history()).containsExactly("1", "2", "3");
    assertThat(cells()).contains("2026-01-06T08:00:00Z|late|1");
  }

  @Test
  void open_guardThatReleases_takesTheTriggersAwayAndKeepsTheCells() throws SQLException {
    history("2026-01-05T08:15:00Z");

    open(Migrations.in(FOLDER).with(new Guard("3", PLAN, Listener.NONE).releasing()));

    assertThat(history()).containsExactly("1", "2", "3");
    assertThat(state().query("SELECT name FROM sqlite_schema WHERE type = 'trigger'")).isEmpty();
    assertThat(cells()).containsExactly("2026-01-05T08:00:00Z|a|1");
  }

  @Test
  void open_somebodyElseWritesToTheRollup_refusesAndSaysWho() throws SQLException {
    history("2026-01-05T08:15:00Z");
    SqliteRollupStore store =
        new SqliteRollupStore(new SqliteRollupConfig("x", state().path(), true));
    store.prepare(PLAN);
    store.leases(PLAN).acquire("somebody", Duration.ofMinutes(10));

    assertThatThrownBy(() -> open(Listener.NONE))
        .isInstanceOf(AlreadyRunningException.class)
        .hasMessageContaining("somebody");
    assertThat(history()).containsExactly("1", "2");
  }

  /** What a listener does throws nothing into the work, and so it is kept here. */
  private static Listener when(Class<? extends RollupEvent> kind, Deed deed) {
    return event -> {
      if (kind.isInstance(event)) {
        try {
          deed.run();
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  private interface Deed {
    void run() throws SQLException;
  }

  /** A file of the version before, with these events, of which one table holds the days. */
  private void history(String... times) throws SQLException {
    open(Migrations.in(FOLDER + "/before"));
    for (int i = 0; i < times.length; i++) {
      state()
          .execute(
              "INSERT INTO events (id, kind, at, changed) VALUES (%d, 'a', '%s', '%2$s')"
                  .formatted(i, times[i]),
              "INSERT OR REPLACE INTO daily VALUES (substr('%s', 1, 10), 1)".formatted(times[i]));
    }
  }

  private void open(Listener listener) {
    open(Migrations.in(FOLDER).with(new Guard("3", PLAN, listener)));
  }

  private void open(Migrations migrations) {
    Schema strong = Schema.of("strong", EVENTS);
    EntityType any = EntityType.named("any").key("id").text("id").build();
    SqliteStrongStore.open(
            SqliteStateConfig.in(directory).withStrongMigrations(migrations),
            StateSchema.of(strong, strong.below("weak", any)),
            SqliteTiers.CLOCK)
        .close();
  }

  private List<String> history() throws SQLException {
    return state()
        .query("SELECT version FROM _application_migration WHERE success ORDER BY version");
  }

  private List<String> cells() throws SQLException {
    return state()
        .query("SELECT bucket || '|' || kind || '|' || n FROM _rollup_happened ORDER BY 1");
  }

  private RawFile state() {
    return new RawFile(directory.resolve(StateFile.STRONG));
  }
}
