/**
 * The use case of {@code core.sync} over the fakes. It is tested here because core comes before the
 * testkit in the build.
 *
 * <p>Start at {@link dev.tidemark.testkit.sync.Bench}. What needs no fakes is tested in core.
 */
@NullMarked
package dev.tidemark.testkit.sync;

import org.jspecify.annotations.NullMarked;
