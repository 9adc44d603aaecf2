package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Stamp;
import dev.tidemark.core.snapshot.Where;
import dev.tidemark.core.sync.spi.ApplyPlan;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.testkit.contract.Sample;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Snapshots of a replica of the sample, for tests. */
final class ReplicaOfSample implements AutoCloseable {

  static final Instant BUILT = Instant.parse("2026-02-03T04:05:06.789Z");

  private final Path directory;
  private @Nullable SqliteTestReplica opened;
  private long cycle;

  ReplicaOfSample(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** Made when it is first asked for. */
  SqliteTestReplica replica() {
    if (opened == null) {
      opened = SqliteTestReplica.open(directory, Sample.SCHEMA);
    }
    return opened;
  }

  /** The file of the replica, for those who go around it. */
  RawFile file() {
    replica();
    return new RawFile(directory.resolve(ReplicaOpening.FILE));
  }

  /** One cycle that brings these rows. */
  void put(Row... rows) {
    try (Staging staging = replica().store().stage(Mode.INCREMENTAL)) {
      for (Row row : rows) {
        staging.sink(row.type(), Source.LIVE).row(row);
      }
      cycle++;
      replica()
          .store()
          .apply(
              staging,
              new ApplyPlan(
                  cycle,
                  Sample.day(500).plusSeconds(cycle),
                  Sample.day(1_000),
                  Set.copyOf(Sample.SCHEMA.types()),
                  Map.of(),
                  Set.of(),
                  Optional.empty(),
                  "test"));
    }
  }

  SqliteSnapshotStore store() {
    return SqliteSnapshotStore.open(
        SqliteSnapshotConfig.in(directory).ofReplica(), Clock.systemUTC());
  }

  /** These tables; what copies something else has another letter. */
  static SnapshotPlan plan(String letter, SnapshotPlan.Table... tables) {
    Schema schema = Schema.of("plan", Stream.of(tables).map(SnapshotPlan.Table::kept).toList());
    return new SnapshotPlan("public", schema, List.of(tables), letter.repeat(64));
  }

  /** These columns alone of some rows alone. */
  static SnapshotPlan.Table some(EntityType source, EntityType kept, Where where) {
    return new SnapshotPlan.Table(source, kept, Optional.of(where));
  }

  static Where is(String column, Object value) {
    return new Where.Comparison(
        new Where.Term.Column(column), Where.Operator.EQUAL, new Where.Term.Literal(value));
  }

  static Stamp stamp(long sequence) {
    return new Stamp(new SnapshotVersion(1_000, sequence), BUILT.plusSeconds(sequence));
  }

  /** All of these types. */
  static SnapshotPlan all(EntityType... types) {
    Schema schema = Schema.of("plan", types);
    List<SnapshotPlan.Table> tables =
        schema.types().stream()
            .map(type -> new SnapshotPlan.Table(type, type, Optional.empty()))
            .toList();
    return new SnapshotPlan("public", schema, tables, "a".repeat(64));
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
