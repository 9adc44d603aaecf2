package dev.tidemark.testkit.contract;

import dev.tidemark.core.state.spi.WeakStore;

/**
 * The whole contract of the weak tier. An adapter's test class implements it and hands out fresh
 * tiers; while an adapter grows, its test may implement the parts one by one.
 */
@Covers(WeakStore.class)
public interface WeakStoreContract
    extends WeakRoundTripContract,
        WeakFlushContract,
        WeakReadContract,
        RepairContract,
        RepairRuleContract {}
