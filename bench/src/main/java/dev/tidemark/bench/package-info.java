/**
 * Measures what the project promises about speed and memory, against a named baseline in the same
 * run.
 *
 * <p>Start at {@code SyncBenchmark}; docs/benchmarks.md has the commands and the figures. Nothing
 * here is shipped, and nothing that is shipped depends on it.
 */
@NullMarked
package dev.tidemark.bench;

import org.jspecify.annotations.NullMarked;
