package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What SQLite alone does to rows, and what its triggers see of it. */
final class SqliteRollupTriggersTest {

  private static final RollupPlan PLAN = UsageRollup.CAPTURED.plan();

  @TempDir Path directory;
  private SqliteRollupPlace place;

  @BeforeEach
  void open() {
    place = SqliteRollupPlace.in(directory);
    place.source().putAll(UsageSchema.PARENTS);
    place.source().put(UsageEvent.of(1).row());
  }

  @AfterEach
  void close() {
    place.close();
  }

  @ParameterizedTest
  @EnumSource
  void insertOrReplace_eventThatIsThere_notesTheCellThatItLeaves(UsageRollup rollup) {
    place.newStore().prepare(rollup.plan());

    execute(
        "INSERT OR REPLACE INTO usage SELECT id, task_id, 'other', model, input, output, cost, created_at, updated_at FROM usage");

    assertThat(noted(rollup.plan())).contains("acme");
  }

  @Test
  void insertOrReplace_parentThatIsThere_notesTheCellsThatItsEventsLeave() {
    place.newStore().prepare(PLAN);

    execute("INSERT OR REPLACE INTO issue VALUES (1, 2)");

    assertThat(
            place.<List<String>>run(
                same ->
                    RollupPreparation.strings(same, "SELECT project FROM _dirty_usage_captured")))
        .contains("1", "2");
  }

  /** Parents that come again as they are cost nothing but a look. */
  @Test
  void upsert_parentThatIsTheSame_notesNothing() {
    place.newStore().prepare(PLAN);

    place.source().putAll(UsageSchema.PARENTS);

    assertThat(noted(PLAN)).isEmpty();
  }

  /** Nothing that was removed before it was seen is lost, whenever that is. */
  @Test
  void delete_archivedBeforeTheFirstWalkEnds_isNoted() {
    RollupPlan plan = LogRollup.BY_SEQUENCE.plan();
    place.newStore().prepare(plan);
    place.source().put(LogEvent.of(1).row());

    execute("DELETE FROM log");

    assertThat(
            place.<List<String>>run(
                same ->
                    RollupPreparation.strings(
                        same, "SELECT kind FROM " + new RollupSql(plan).notes())))
        .containsExactly("call");
  }

  @Test
  void rollback_write_notesNothing() {
    place.newStore().prepare(PLAN);

    execute("BEGIN", "DELETE FROM usage", "ROLLBACK");

    assertThat(noted(PLAN)).isEmpty();
  }

  private List<String> noted(RollupPlan plan) {
    return place.run(
        same ->
            RollupPreparation.strings(same, "SELECT provider FROM " + new RollupSql(plan).notes()));
  }

  private void execute(String... statements) {
    place.run(
        same -> {
          Connections.execute(same, statements);
          return true;
        });
  }
}
