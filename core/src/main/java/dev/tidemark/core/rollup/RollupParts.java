package dev.tidemark.core.rollup;

import dev.tidemark.core.rollup.spi.RollupLeases;
import dev.tidemark.core.rollup.spi.RollupTable;
import dev.tidemark.core.rollup.spi.RollupWalks;

/** What the store of one rollup gives to work with. */
record RollupParts(RollupLeases leases, RollupTable table, RollupWalks walks) {}
