/**
 * A model of the whole: a random upstream, random cycles, and what must hold whatever happened; and
 * of rollups: events, and what they add up to in plain Java.
 *
 * <p>Start at {@link dev.tidemark.testkit.model.SyncModelContract} and {@link
 * dev.tidemark.testkit.model.RollupOracle}. Nothing here knows how a replica or a rollup is stored.
 */
@NullMarked
package dev.tidemark.testkit.model;

import org.jspecify.annotations.NullMarked;
