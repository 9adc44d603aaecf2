/**
 * Tests of the application as a whole.
 *
 * <p>Start at {@link dev.tidemark.app.ArchitectureTest}. Tests of one feature belong beside it.
 */
@NullMarked
package dev.tidemark.app;

import org.jspecify.annotations.NullMarked;
