/**
 * A year in the life of the schedule and the engine, in seconds.
 *
 * <p>Start at {@link dev.tidemark.testkit.year.YearTest}. Nothing here knows how a cycle works: it
 * looks at what the upstream is asked, at the journal and at the replica.
 */
@NullMarked
package dev.tidemark.testkit.year;

import org.jspecify.annotations.NullMarked;
