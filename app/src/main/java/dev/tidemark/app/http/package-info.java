/**
 * What the running service answers over HTTP: probes, metrics, status, and the order to sync.
 *
 * <p>Start at {@link dev.tidemark.app.http.WebServer}, which serves {@link
 * dev.tidemark.app.http.Endpoints}. How the service is started and stopped does not belong here,
 * and no answer is kept: each is computed from the replica when it is asked for.
 */
@NullMarked
package dev.tidemark.app.http;

import org.jspecify.annotations.NullMarked;
