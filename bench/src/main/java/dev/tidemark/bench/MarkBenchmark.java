package dev.tidemark.bench;

import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.DirtySet;
import dev.tidemark.core.state.DirtySets;
import dev.tidemark.core.state.Wish;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Marking a key, beside a put of the same key into a concurrent map. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MarkBenchmark {

  static final int KEYS = 16_384;

  private final RowKey[] keys =
      LongStream.range(0, KEYS).mapToObj(RowKey::of).toArray(RowKey[]::new);
  private final ConcurrentHashMap<RowKey, Wish> map = new ConcurrentHashMap<>();
  private final DirtySet set = new DirtySets(5, Clock.systemUTC()).set(0);

  /** Where a thread is in the keys. */
  @State(Scope.Thread)
  public static class Turn {

    private int next;

    int next() {
      next = (next + 7_919) & (KEYS - 1);
      return next;
    }
  }

  @Benchmark
  public void put(Turn turn) {
    map.put(keys[turn.next()], Wish.UPSERT);
  }

  @Benchmark
  public void mark(Turn turn) {
    set.mark(keys[turn.next()], Wish.UPSERT);
  }
}
