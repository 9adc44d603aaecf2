/**
 * Mirrors on real servers: a replica in SQLite, a link that fails, and what has to be true in the
 * end.
 *
 * <p>Start at {@link dev.tidemark.app.mirror.ScenarioTest}. Commands and processes are tested
 * beside the others, in {@code e2e}.
 */
@NullMarked
package dev.tidemark.app.mirror;

import org.jspecify.annotations.NullMarked;
