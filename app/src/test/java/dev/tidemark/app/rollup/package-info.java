/**
 * Tests of what the application adds up and then forgets, on real files.
 *
 * <p>Start at the test of the class in question. That rollups are right is for the testkit.
 */
@NullMarked
package dev.tidemark.app.rollup;

import org.jspecify.annotations.NullMarked;
