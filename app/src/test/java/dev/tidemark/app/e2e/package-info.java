/**
 * The whole product, used as people use it: by its command line, against upstreams that behave and
 * upstreams that do not, on replicas in real files.
 *
 * <p>Start at {@link dev.tidemark.app.e2e.Workplace}. What a part alone can show belongs into that
 * part's own tests.
 */
@NullMarked
package dev.tidemark.app.e2e;

import org.jspecify.annotations.NullMarked;
