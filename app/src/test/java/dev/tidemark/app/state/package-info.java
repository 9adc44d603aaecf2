/**
 * Tests of what the application keeps in its state, on real files.
 *
 * <p>Start at the test of the class in question. What HTTP does with it is for http.
 */
@NullMarked
package dev.tidemark.app.state;

import org.jspecify.annotations.NullMarked;
