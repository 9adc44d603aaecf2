/**
 * The replica in SQLite: one file that any SQLite tool can open and a person can understand.
 *
 * <p>Start at {@code SqliteModule} to use it, at {@code ApplyTransaction} to see how a cycle is
 * applied. Nothing of SQLite leaves this package, and no upstream is known here.
 */
@NullMarked
package dev.tidemark.adapter.sqlite;

import org.jspecify.annotations.NullMarked;
