/**
 * The service: how it starts, what it says then, and how it ends.
 *
 * <p>Start at {@link dev.tidemark.app.serve.Service}. What is answered over HTTP belongs to http,
 * when cycles run to the core.
 */
@NullMarked
package dev.tidemark.app.serve;

import org.jspecify.annotations.NullMarked;
