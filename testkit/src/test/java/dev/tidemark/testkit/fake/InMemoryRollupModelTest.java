package dev.tidemark.testkit.fake;

import dev.tidemark.testkit.contract.RollupFixture;
import dev.tidemark.testkit.model.RollupModelContract;

final class InMemoryRollupModelTest implements RollupModelContract {

  @Override
  public RollupFixture.RollupPlace newPlace() {
    return new MemoryPlace();
  }
}
