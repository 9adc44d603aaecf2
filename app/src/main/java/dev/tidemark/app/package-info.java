/**
 * The ready application: one command line over all that Tidemark has.
 *
 * <p>Start at {@link dev.tidemark.app.Main}. Nothing may depend on this module, and what another
 * application could use belongs into {@code assembly} or an adapter.
 */
@NullMarked
package dev.tidemark.app;

import org.jspecify.annotations.NullMarked;
