package dev.tidemark.testkit.fake;

import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.testkit.contract.ValueCacheContract;

final class InMemoryValueCachesTest implements ValueCacheContract {

  @Override
  public ValueCaches newCaches() {
    return new InMemoryValueCaches();
  }
}
