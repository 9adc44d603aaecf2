/**
 * Tests of what the service answers, over real HTTP on this machine and fakes of all behind it.
 *
 * <p>Start at the test of the class in question. Processes and real replicas are for e2e.
 */
@NullMarked
package dev.tidemark.app.http;

import org.jspecify.annotations.NullMarked;
