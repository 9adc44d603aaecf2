/**
 * Tests of the commands, in process and over fakes.
 *
 * <p>Start at the test of the class in question. Real adapters have no place here.
 */
@NullMarked
package dev.tidemark.app.cli;

import org.jspecify.annotations.NullMarked;
