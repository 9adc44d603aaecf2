package dev.tidemark.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.WeakTable;
import java.util.Optional;
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

/** A read of the weak tier that hits, in memory and in the cache, beside a get from Caffeine. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WeakReadBenchmark {

  private static final long MAXIMUM = 100_000;

  private final Cache<RowKey, Row> caffeine = Caffeine.newBuilder().maximumSize(MAXIMUM).build();
  private final RowKey[] keys = new RowKey[MarkBenchmark.KEYS];
  private Desk desk;
  private WeakTable<Row> resident;
  private WeakTable<Row> loaded;

  /** All three hold the very same keys and texts. */
  @Setup
  public void open() {
    desk = Desk.open();
    resident = desk.state().weak(Codec.rows(Desk.WEAK.get(0)));
    loaded = desk.state().weak(Codec.rows(Desk.WEAK.get(4)));
    int next = 0;
    for (Row row : Desk.rows(resident.type(), MarkBenchmark.KEYS, 1)) {
      caffeine.put(row.key(), row);
      resident.put(row);
      loaded.put(as(loaded.type(), row));
      keys[next++] = row.key();
    }
    desk.state().flush();
  }

  /** The same fields in another type. */
  private static Row as(EntityType type, Row row) {
    Row.Builder copy = Row.builder(type);
    for (int i = 0; i < type.fields().size(); i++) {
      copy.set(i, row.value(i));
    }
    return copy.build();
  }

  @TearDown
  public void close() {
    desk.close();
  }

  @Benchmark
  public Row caffeineGet(MarkBenchmark.Turn turn) {
    return caffeine.getIfPresent(keys[turn.next()]);
  }

  @Benchmark
  public Optional<Row> residentGet(MarkBenchmark.Turn turn) {
    return resident.get(keys[turn.next()]);
  }

  @Benchmark
  public Optional<Row> loadedGet(MarkBenchmark.Turn turn) {
    return loaded.get(keys[turn.next()]);
  }
}
