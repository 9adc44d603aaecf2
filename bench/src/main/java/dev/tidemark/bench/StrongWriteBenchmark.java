package dev.tidemark.bench;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One update of the strong tier, beside a bare transaction that is as durable. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StrongWriteBenchmark {

  private static final String KEY = "sync.interval";

  private Desk desk;
  private StrongTable<Row> settings;
  private Connection bare;
  private PreparedStatement update;
  private long version;

  @Setup
  public void open() throws Exception {
    desk = Desk.open();
    settings = desk.state().strong(Codec.rows(Desk.SETTING));
    version = settings.insert(row(0)).version();
    bare = desk.bare("bare.db", "FULL");
    try (var statement = bare.createStatement()) {
      statement.execute(
          "CREATE TABLE setting (name TEXT NOT NULL, value TEXT NOT NULL, version INTEGER NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL, PRIMARY KEY (name)) STRICT, WITHOUT ROWID");
      statement.execute("INSERT INTO setting VALUES ('" + KEY + "', '', 1, '', '')");
    }
    bare.setAutoCommit(false);
    update =
        bare.prepareStatement(
            "UPDATE setting SET value = ?, version = version + 1, updated = ? WHERE name = ? AND version = ?");
  }

  @TearDown
  public void close() throws Exception {
    bare.close();
    desk.close();
  }

  @Benchmark
  public Versioned<Row> update() {
    Versioned<Row> written = settings.update(row(version), version);
    version = written.version();
    return written;
  }

  @Benchmark
  public int bareTransaction() throws Exception {
    update.setString(1, Long.toString(version));
    update.setString(2, "2026-01-01T00:00:00.000Z");
    update.setString(3, KEY);
    update.setLong(4, version);
    int changed = update.executeUpdate();
    bare.commit();
    version += changed;
    return changed;
  }

  private static Row row(long value) {
    return Row.of(Desk.SETTING, Map.of("name", KEY, "value", Long.toString(value)));
  }
}
