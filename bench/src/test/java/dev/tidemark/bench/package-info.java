/**
 * That the benchmarks keep to the rules of the architecture.
 *
 * <p>Start at {@link dev.tidemark.bench.ArchitectureTest}. What is measured has its tests where it
 * lives.
 */
@NullMarked
package dev.tidemark.bench;

import org.jspecify.annotations.NullMarked;
