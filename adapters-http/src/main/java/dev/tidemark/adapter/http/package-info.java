/**
 * What is asked over HTTP: the upstream as a REST API, by one polite, streaming client and the
 * dialects it speaks, and the origin of an edge.
 *
 * <p>Start at {@link dev.tidemark.adapter.http.HttpUpstreamModule} or {@link
 * dev.tidemark.adapter.http.HttpOriginModule}, or at {@code HttpUpstream} or {@code HttpOrigin} to
 * follow a request. What only one upstream does belongs in its {@code Dialect}; nothing here
 * retries, stores or schedules.
 */
@NullMarked
package dev.tidemark.adapter.http;

import org.jspecify.annotations.NullMarked;
