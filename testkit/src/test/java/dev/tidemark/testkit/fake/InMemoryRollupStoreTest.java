package dev.tidemark.testkit.fake;

import dev.tidemark.testkit.contract.RollupStoreContract;

final class InMemoryRollupStoreTest implements RollupStoreContract {

  @Override
  public RollupPlace newPlace() {
    return new MemoryPlace();
  }
}
