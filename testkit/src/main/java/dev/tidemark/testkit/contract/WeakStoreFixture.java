package dev.tidemark.testkit.contract;

import dev.tidemark.core.state.StateSchema;

/** How a contract gets at the weak tier that it tests. */
@FunctionalInterface
public interface WeakStoreFixture {

  /** Both tiers of this state, fresh and empty. The contract closes them. */
  Tiers newTiers(StateSchema schema);
}
