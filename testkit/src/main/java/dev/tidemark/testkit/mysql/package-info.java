/**
 * Real MySQL and MariaDB servers for tests, which come as Maven artifacts and need no installation.
 *
 * <p>Start at {@link dev.tidemark.testkit.mysql.MySqlServer}. Whoever uses it adds Connector/J and
 * the artifacts of the servers to the tests; nothing here knows what adapters do with a database.
 */
@NullMarked
package dev.tidemark.testkit.mysql;

import org.jspecify.annotations.NullMarked;
