package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.testkit.contract.Sample;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What SQLite makes of the statements of an apply. */
final class ApplySqlTest {

  @TempDir Path directory;

  /** SQLite sorts in memory here, and what it sorts would be all rows of a first cycle. */
  @ParameterizedTest
  @MethodSource("types")
  void apply_sortsNoWholeRows(EntityType type) {
    try (ReplicaDatabase database = TestOpening.open(SqliteConfig.in(directory), Sample.SCHEMA);
        Staging staging = new SqliteReplicaStore(database, Sample.SCHEMA).stage(Mode.INCREMENTAL)) {
      List<String> plan =
          database.withWriter(
              "explain",
              connection -> {
                ((SqliteStaging) staging).file().attachTo(connection);
                ApplySql sql = new ApplySql(Sample.SCHEMA, type);
                try (Statement statement = connection.createStatement()) {
                  statement.execute(sql.createChanges());
                  List<String> steps = explain(statement, sql.findChanges());
                  steps.addAll(explain(statement, sql.appendToFeed()));
                  steps.addAll(explain(statement, sql.upsert()));
                  return steps;
                }
              });

      assertThat(plan)
          .isNotEmpty()
          .noneMatch(step -> step.contains("TEMP B-TREE") || step.contains("AUTOMATIC"));
    }
  }

  /** Else every cycle would read every row to find that there is nothing to remove. */
  @ParameterizedTest
  @MethodSource("types")
  void purge_looksForOldRowsAndWhatRefersToThemInIndexesOnly(EntityType type) {
    try (ReplicaDatabase database = TestOpening.open(SqliteConfig.in(directory), Sample.SCHEMA)) {
      List<String> plan =
          explain(database, new PurgeSql(Sample.SCHEMA, type, Sample.day(1)).hasAny());

      assertThat(plan)
          .isNotEmpty()
          .noneMatch(step -> step.startsWith("SCAN ") && !step.equals("SCAN CONSTANT ROW"))
          .noneMatch(step -> step.contains("AUTOMATIC"));
    }
  }

  @Test
  void counts_readIndexesOnly() {
    try (ReplicaDatabase database = TestOpening.open(SqliteConfig.in(directory), Sample.SCHEMA)) {
      assertThat(explain(database, RowCounts.query(Sample.SCHEMA)))
          .hasSizeGreaterThan(Sample.SCHEMA.types().size())
          .noneMatch(step -> step.contains("TEMP B-TREE"))
          .filteredOn(step -> step.startsWith("SCAN ") && !step.contains("INDEX"))
          .containsOnly("SCAN _orphan");
    }
  }

  private static List<String> explain(ReplicaDatabase database, String sql) {
    return database.read(
        "explain",
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return explain(statement, sql);
          }
        });
  }

  private static List<EntityType> types() {
    return Sample.SCHEMA.types();
  }

  private static List<String> explain(Statement statement, String sql) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (ResultSet step = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
      while (step.next()) {
        steps.add(step.getString("detail"));
      }
    }
    return steps;
  }
}
