/**
 * What a process tells machines about its cycles: log lines, meters and spans.
 *
 * <p>Start at {@link dev.tidemark.app.telemetry.Telemetry}, or at {@link
 * dev.tidemark.app.telemetry.Traces} for spans alone. Nothing here happens once for each row, and
 * what a person watches in a terminal belongs to progress.
 */
@NullMarked
package dev.tidemark.app.telemetry;

import org.jspecify.annotations.NullMarked;
