/**
 * The upstream as a REST API over HTTP: one polite, streaming client and the dialects it speaks.
 *
 * <p>Start at {@link dev.tidemark.adapter.http.HttpUpstreamModule}, or at {@code HttpUpstream} to
 * follow a request. What only one upstream does belongs in its {@code Dialect}; nothing here
 * retries, stores or schedules.
 */
@NullMarked
package dev.tidemark.adapter.http;

import org.jspecify.annotations.NullMarked;
