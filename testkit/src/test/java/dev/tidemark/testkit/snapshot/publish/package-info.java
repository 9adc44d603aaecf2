/**
 * Proofs of the publisher of snapshots, with everything around it in the hands of a test.
 *
 * <p>Start at {@link dev.tidemark.testkit.snapshot.publish.PublishBench}. No database, no file and
 * no socket here: what an adapter does is the contract's.
 */
@NullMarked
package dev.tidemark.testkit.snapshot.publish;

import org.jspecify.annotations.NullMarked;
