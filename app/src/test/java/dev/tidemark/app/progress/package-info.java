/**
 * Tests of what is seen while a cycle runs.
 *
 * <p>Start at the test of the class in question. Real adapters have no place here.
 */
@NullMarked
package dev.tidemark.app.progress;

import org.jspecify.annotations.NullMarked;
