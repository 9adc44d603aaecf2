/**
 * The replica in SQLite, and the two tiers of state: files that any SQLite tool can open and a
 * person can understand.
 *
 * <p>Start at {@code SqliteModule} to use it, at {@code ApplyTransaction} to see how a cycle is
 * applied; at {@code SqliteStateModule} and {@code StateFile} for the state. Nothing of SQLite
 * leaves this package, and no upstream is known here.
 */
@NullMarked
package dev.tidemark.adapter.sqlite;

import org.jspecify.annotations.NullMarked;
