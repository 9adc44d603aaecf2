package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.spi.ValueCache;
import dev.tidemark.core.state.spi.ValueCaches;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of room for values. A cache that is far from full is taken to forget nothing. */
@Covers({ValueCaches.class, ValueCache.class})
public interface ValueCacheContract {

  RowKey KEY = RowKey.of("it's", 1L);

  ValueCaches newCaches();

  @Test
  default void get_twice_loadsOnce() {
    ValueCache<String> cache = newCaches().bounded(100);
    AtomicInteger loads = new AtomicInteger();
    Function<RowKey, Optional<String>> load =
        key -> Optional.of(key.text() + loads.incrementAndGet());

    assertThat(cache.get(KEY, load)).contains("[\"it's\",1]1");
    assertThat(cache.get(RowKey.of("it's", 1L), load)).contains("[\"it's\",1]1");
    assertThat(cache.get(RowKey.of("it's", 2L), load)).contains("[\"it's\",2]2");
  }

  @Test
  default void get_absent_isKeptAsAbsent() {
    ValueCache<String> cache = newCaches().bounded(100);

    assertThat(cache.get(KEY, key -> Optional.empty())).isEmpty();
    assertThat(cache.get(KEY, unexpected())).isEmpty();
  }

  @Test
  default void put_isWhatGetGives() {
    ValueCache<String> cache = newCaches().bounded(100);
    cache.put(KEY, Optional.of("first"));
    cache.put(KEY, Optional.of("second"));
    assertThat(cache.get(KEY, unexpected())).contains("second");

    cache.put(KEY, Optional.empty());
    assertThat(cache.get(KEY, unexpected())).isEmpty();
  }

  @Test
  default void put_overWhatWasLoaded_wins() {
    ValueCache<String> cache = newCaches().bounded(100);
    cache.get(KEY, key -> Optional.of("loaded"));
    cache.put(KEY, Optional.of("put"));

    assertThat(cache.get(KEY, unexpected())).contains("put");
  }

  @Test
  default void get_loadThatThrows_keepsNothing() {
    ValueCache<String> cache = newCaches().bounded(100);
    IllegalStateException failure = new IllegalStateException("store is shut");

    assertThatThrownBy(
            () ->
                cache.get(
                    KEY,
                    key -> {
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(cache.get(KEY, key -> Optional.of("second try"))).contains("second try");
  }

  @Test
  default void clear_forgetsEverything() {
    ValueCache<String> cache = newCaches().bounded(100);
    cache.put(KEY, Optional.of("before"));
    cache.put(RowKey.of(2L), Optional.empty());
    cache.clear();

    assertThat(cache.get(KEY, key -> Optional.of("after"))).contains("after");
    assertThat(cache.get(RowKey.of(2L), key -> Optional.of("after"))).contains("after");
  }

  @Test
  default void bounded_twice_sharesNothing() {
    ValueCaches caches = newCaches();
    ValueCache<String> one = caches.bounded(100);
    ValueCache<String> other = caches.bounded(100);
    one.put(KEY, Optional.of("one"));

    assertThat(other.get(KEY, key -> Optional.of("other"))).contains("other");
    assertThat(one.get(KEY, unexpected())).contains("one");
  }

  @Test
  @Timeout(60)
  default void get_byManyThreads_loadsOnce() throws Exception {
    ValueCache<String> cache = newCaches().bounded(100);
    AtomicInteger loads = new AtomicInteger();
    CyclicBarrier start = new CyclicBarrier(8);
    Callable<Optional<String>> get =
        () -> {
          start.await(30, TimeUnit.SECONDS);
          return cache.get(KEY, key -> Optional.of("load " + loads.incrementAndGet()));
        };
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (Future<Optional<String>> got : threads.invokeAll(Collections.nCopies(8, get))) {
        assertThat(got.get(30, TimeUnit.SECONDS)).contains("load 1");
      }
      assertThat(loads).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Whether the put waits for the load or overtakes it: it came last, so it is what stays. */
  @Test
  @Timeout(60)
  default void put_whileALoadIsUnderWay_wins() throws Exception {
    ValueCache<String> cache = newCaches().bounded(100);
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch loaded = new CountDownLatch(1);
    AtomicReference<Thread> putter = new AtomicReference<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> getting = threads.submit(() -> cache.get(KEY, slowly(loading, loaded)));
      assertThat(loading.await(30, TimeUnit.SECONDS)).isTrue();
      Future<?> putting =
          threads.submit(
              () -> {
                putter.set(Thread.currentThread());
                cache.put(KEY, Optional.of("put"));
              });
      while (!putting.isDone() && !isWaiting(putter.get())) {
        Thread.onSpinWait();
      }
      loaded.countDown();
      getting.get(30, TimeUnit.SECONDS);
      putting.get(30, TimeUnit.SECONDS);

      assertThat(cache.get(KEY, unexpected())).contains("put");
    } finally {
      loaded.countDown();
      threads.shutdownNow();
    }
  }

  /** Room for about 100 of 1000; a cache may take a while to notice that it is too full. */
  @Test
  @Timeout(60)
  default void put_moreThanTheMaximum_forgetsTheRest() {
    ValueCache<String> cache = newCaches().bounded(100);
    List<RowKey> keys = keys(1_000);
    keys.forEach(key -> cache.put(key, Optional.of("put")));

    for (int round = 0; round < 10_000 && kept(cache, keys) > 200; round++) {
      Thread.onSpinWait();
    }
    assertThat(kept(cache, keys)).as("values kept").isLessThanOrEqualTo(200);
  }

  @Test
  default void put_lessThanTheMaximum_forgetsNothing() {
    ValueCache<String> cache = newCaches().bounded(1_000);
    List<RowKey> keys = keys(100);
    keys.forEach(key -> cache.put(key, Optional.of("put")));

    assertThat(kept(cache, keys)).isEqualTo(100);
  }

  private static int kept(ValueCache<String> cache, List<RowKey> keys) {
    AtomicInteger loads = new AtomicInteger();
    for (RowKey key : keys) {
      cache.get(
          key,
          absent -> {
            loads.incrementAndGet();
            return Optional.of("loaded");
          });
    }
    return keys.size() - loads.get();
  }

  private static List<RowKey> keys(int count) {
    return LongStream.range(0, count).mapToObj(RowKey::of).toList();
  }

  private static Function<RowKey, Optional<String>> unexpected() {
    return key -> {
      throw new AssertionError("loaded " + key + " although it is here");
    };
  }

  private static Function<RowKey, Optional<String>> slowly(
      CountDownLatch loading, CountDownLatch loaded) {
    return key -> {
      loading.countDown();
      try {
        loaded.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Optional.of("loaded");
    };
  }

  private static boolean isWaiting(@Nullable Thread thread) {
    return thread != null && thread.getState() != Thread.State.RUNNABLE;
  }
}
