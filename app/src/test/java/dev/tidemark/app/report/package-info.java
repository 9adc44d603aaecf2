/**
 * Tests of what the commands tell about a replica.
 *
 * <p>Start at the test of the report in question. No replica is opened here.
 */
@NullMarked
package dev.tidemark.app.report;

import org.jspecify.annotations.NullMarked;
