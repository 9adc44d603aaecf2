package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.testkit.contract.ValueCacheContract;

final class CaffeineValueCachesTest implements ValueCacheContract {

  @Override
  public ValueCaches newCaches() {
    return new CaffeineValueCaches();
  }
}
