/**
 * What the commands tell about a replica, as tables for people and as values for JSON.
 *
 * <p>Start at {@link dev.tidemark.app.report.SyncSummary} or {@link
 * dev.tidemark.app.report.StatusReport}. Nothing here opens a replica or parses a command line.
 */
@NullMarked
package dev.tidemark.app.report;

import org.jspecify.annotations.NullMarked;
