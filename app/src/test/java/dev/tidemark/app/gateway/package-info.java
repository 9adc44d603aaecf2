/**
 * The state of a proxy gateway, two tiers of nine tables, built out of descriptors alone. It is
 * what the reference system keeps; no class of Tidemark knows any of it.
 *
 * <p>Start at {@link dev.tidemark.app.gateway.Gateway}. What one part promises by itself belongs
 * into that part's own tests.
 */
@NullMarked
package dev.tidemark.app.gateway;

import org.jspecify.annotations.NullMarked;
