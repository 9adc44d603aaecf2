package dev.tidemark.core.rollup;

/**
 * A rollup, and where it is kept.
 *
 * @param place name of the store that has its source
 */
public record PlacedRollup(RollupPlan plan, String place) {}
