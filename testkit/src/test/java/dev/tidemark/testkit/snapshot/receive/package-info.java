/**
 * The subscriber of {@code core.snapshot} over the fakes. It is tested here because core comes
 * before the testkit in the build.
 *
 * <p>Start at {@link dev.tidemark.testkit.snapshot.receive.Edge}. Real files and a real network are
 * the business of the adapters' tests.
 */
@NullMarked
package dev.tidemark.testkit.snapshot.receive;

import org.jspecify.annotations.NullMarked;
