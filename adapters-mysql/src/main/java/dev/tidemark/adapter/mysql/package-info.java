/**
 * Mirrors of the replica in MySQL and MariaDB, and leadership by a lock that such a server keeps.
 *
 * <p>Start at {@code MySqlMirrorModule} and {@code MySqlLeadershipModule}. Nothing here decides
 * what is copied, compared or repaired, and when: that is the core's.
 */
@NullMarked
package dev.tidemark.adapter.mysql;

import org.jspecify.annotations.NullMarked;
