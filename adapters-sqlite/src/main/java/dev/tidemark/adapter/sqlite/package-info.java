/**
 * The replica in SQLite, the two tiers of state, and snapshots: files that any SQLite tool can open
 * and a person can understand.
 *
 * <p>Start at {@code SqliteModule} to use it, at {@code ApplyTransaction} to see how a cycle is
 * applied; at {@code SqliteStateModule} and {@code StateFile} for the state; at {@code
 * SqliteSnapshotModule}, {@code SnapshotBuilder} and {@code SqliteSnapshotShelf} for snapshots.
 * Nothing of SQLite leaves this package, and no upstream is known here.
 */
@NullMarked
package dev.tidemark.adapter.sqlite;

import org.jspecify.annotations.NullMarked;
