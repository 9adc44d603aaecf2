/**
 * An edge while it runs: whether it is fit to be asked, how it stands, and what it is told from the
 * command line.
 *
 * <p>Start at {@link dev.tidemark.app.edge.EdgeService}. How snapshots are taken is for the core,
 * and where requests go that are for the origin is for {@code origin}.
 */
@NullMarked
package dev.tidemark.app.edge;

import org.jspecify.annotations.NullMarked;
