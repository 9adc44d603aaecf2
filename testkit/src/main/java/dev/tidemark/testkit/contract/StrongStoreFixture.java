package dev.tidemark.testkit.contract;

import dev.tidemark.core.state.StateSchema;
import dev.tidemark.core.state.spi.StrongStore;

/** How a contract gets at the strong tier that it tests. */
public interface StrongStoreFixture {

  /** A fresh and empty store for the strong tier of this state. */
  StrongStore newStore(StateSchema schema);

  /**
   * The same store as after a restart, in place of the one given, which may be closed; one that
   * never leaves memory returns what it is given.
   */
  StrongStore reopen(StrongStore store);
}
