/**
 * Tests of what is told about a replica.
 *
 * <p>Start at the test of the class in question. Real adapters have no place here.
 */
@NullMarked
package dev.tidemark.app.report;

import org.jspecify.annotations.NullMarked;
