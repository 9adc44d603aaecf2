/**
 * Mirrors of the replica in MySQL and MariaDB, rollups of their tables, and leadership by a lock
 * that such a server keeps.
 *
 * <p>Start at {@code MySqlMirrorModule}, {@code MySqlRollupModule} and {@code
 * MySqlLeadershipModule}. Nothing here decides what is copied, compared, repaired or computed, and
 * when: that is the core's.
 */
@NullMarked
package dev.tidemark.adapter.mysql;

import org.jspecify.annotations.NullMarked;
