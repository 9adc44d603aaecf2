/**
 * What is asked of a replica.
 *
 * <p>Start at {@link dev.tidemark.core.query.KeyRange}. Values alone: what answers is a port.
 */
@NullMarked
package dev.tidemark.core.query;

import org.jspecify.annotations.NullMarked;
