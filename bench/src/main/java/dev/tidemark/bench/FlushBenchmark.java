package dev.tidemark.bench;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.FlushReport;
import dev.tidemark.core.state.WeakTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A flush of 100,000 dirty rows of five types, beside a bare batch of the same rows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 8)
@Measurement(iterations = 12)
public class FlushBenchmark {

  private static final int ROWS_OF_A_TYPE = 20_000;
  private static final int BATCH = 1_000;

  private final List<WeakTable<Row>> tables = new ArrayList<>();
  private final List<List<Row>> rows = new ArrayList<>();
  private Desk desk;
  private Connection bare;
  private long turn;

  @Setup
  public void open() throws Exception {
    desk = Desk.open();
    bare = desk.bare("bare.db", "NORMAL");
    try (var statement = bare.createStatement()) {
      for (EntityType type : Desk.WEAK) {
        tables.add(desk.state().weak(Codec.rows(type)));
        statement.execute(
            "CREATE TABLE %s (id TEXT NOT NULL, hits INTEGER NOT NULL, errors INTEGER NOT NULL, latency INTEGER NOT NULL, share REAL NOT NULL, note TEXT NOT NULL, PRIMARY KEY (id)) STRICT, WITHOUT ROWID"
                .formatted(type.name()));
      }
    }
    bare.setAutoCommit(false);
  }

  /** All rows are other rows than before, under the same keys, and all of them are dirty. */
  @Setup(Level.Invocation)
  public void change() {
    turn++;
    rows.clear();
    for (WeakTable<Row> table : tables) {
      List<Row> ofType = Desk.rows(table.type(), ROWS_OF_A_TYPE, turn);
      ofType.forEach(table::put);
      rows.add(ofType);
    }
  }

  @TearDown
  public void close() throws Exception {
    bare.close();
    desk.close();
  }

  @Benchmark
  public FlushReport flush() {
    return desk.state().flush();
  }

  @Benchmark
  public void bareBatch() throws Exception {
    for (List<Row> ofType : rows) {
      try (PreparedStatement upsert =
          bare.prepareStatement(
              "INSERT INTO %s VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET hits = excluded.hits, errors = excluded.errors, latency = excluded.latency, share = excluded.share, note = excluded.note"
                  .formatted(ofType.get(0).type().name()))) {
        int pending = 0;
        for (Row row : ofType) {
          upsert.setString(1, (String) row.value(0));
          upsert.setLong(2, (Long) row.value(1));
          upsert.setLong(3, (Long) row.value(2));
          upsert.setLong(4, (Long) row.value(3));
          upsert.setDouble(5, (Double) row.value(4));
          upsert.setString(6, (String) row.value(5));
          upsert.addBatch();
          if (++pending % BATCH == 0) {
            upsert.executeBatch();
          }
        }
        upsert.executeBatch();
      }
    }
    bare.commit();
  }
}
