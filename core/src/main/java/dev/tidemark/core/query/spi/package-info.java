/**
 * The port through which a replica is read.
 *
 * <p>Start at {@link dev.tidemark.core.query.spi.ReplicaReader}. Interfaces and records only.
 */
@NullMarked
package dev.tidemark.core.query.spi;

import org.jspecify.annotations.NullMarked;
