package dev.tidemark.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.state.spi.ValueCache;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.testkit.contract.ValueCacheContract;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CaffeineValueCachesTest implements ValueCacheContract {

  @Override
  public ValueCaches newCaches() {
    return new CaffeineValueCaches();
  }

  @Test
  void put_withinTheLoadOfItsKey_wins() {
    ValueCache<String> cache = newCaches().bounded(10);

    assertThat(
            cache.get(
                KEY,
                key -> {
                  cache.put(key, Optional.of("put"));
                  return Optional.of("loaded");
                }))
        .contains("put");
    assertThat(cache.get(KEY, key -> Optional.of("again"))).contains("put");
  }

  /** What was read before everything was forgotten may not be so any more. */
  @Test
  void clear_withinALoad_keepsNothingOfIt() {
    ValueCache<String> cache = newCaches().bounded(10);
    cache.get(
        KEY,
        key -> {
          cache.clear();
          return Optional.of("old");
        });

    assertThat(cache.get(KEY, key -> Optional.of("new"))).contains("new");
  }
}
