package dev.tidemark.testkit.fake;

import dev.tidemark.testkit.contract.RollupHistoryContract;

final class InMemoryRollupHistoryTest implements RollupHistoryContract {

  @Override
  public RollupPlace newPlace() {
    return new MemoryPlace();
  }
}
