/**
 * What every adapter of a port must do, as tests that an adapter's own test class inherits.
 *
 * <p>Start at {@link dev.tidemark.testkit.contract.ReplicaStoreContract}. A contract speaks through
 * the port and nothing else, so what only one adapter does (its files, its wire format, its
 * messages) is tested beside that adapter and not here.
 */
@NullMarked
package dev.tidemark.testkit.contract;

import org.jspecify.annotations.NullMarked;
