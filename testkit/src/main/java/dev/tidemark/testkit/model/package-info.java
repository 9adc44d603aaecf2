/**
 * A model of the whole: a random upstream, random cycles, and what must hold whatever happened.
 *
 * <p>Start at {@link dev.tidemark.testkit.model.SyncModelContract}. Nothing here knows how a
 * replica is stored.
 */
@NullMarked
package dev.tidemark.testkit.model;

import org.jspecify.annotations.NullMarked;
