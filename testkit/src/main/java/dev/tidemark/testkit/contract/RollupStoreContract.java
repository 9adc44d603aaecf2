package dev.tidemark.testkit.contract;

import dev.tidemark.core.rollup.spi.RollupLeases;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.rollup.spi.RollupTable;
import dev.tidemark.core.rollup.spi.RollupWalks;

/**
 * The whole contract of a database that keeps rollups. An adapter's test class implements it and
 * hands out fresh {@linkplain RollupFixture.RollupPlace places}.
 */
@Covers({RollupStore.class, RollupTable.class, RollupLeases.class, RollupWalks.class})
public interface RollupStoreContract
    extends RollupPrepareContract,
        RollupAdvanceContract,
        RollupAttributionContract,
        RollupKeyContract,
        RollupWindowContract,
        RollupLeaseContract,
        RollupWalkContract,
        RollupArchiveContract,
        RollupCompareContract,
        RollupStandingContract,
        RollupConcurrencyContract {}
