/**
 * Proofs of the jobs, with time and the state in the hands of a test.
 *
 * <p>Start at {@link dev.tidemark.testkit.job.JobBench}. What a job of the application does is
 * proved where it belongs.
 */
@NullMarked
package dev.tidemark.testkit.job;

import org.jspecify.annotations.NullMarked;
