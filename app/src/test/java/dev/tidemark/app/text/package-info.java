/**
 * Tests of what is shown in a terminal.
 *
 * <p>Start at the test of the class in question. Real adapters have no place here.
 */
@NullMarked
package dev.tidemark.app.text;

import org.jspecify.annotations.NullMarked;
