/**
 * What a person sees while a cycle runs.
 *
 * <p>Start at {@link dev.tidemark.app.progress.PlainProgress} or {@link
 * dev.tidemark.app.progress.BarProgress}; both are listeners. What a cycle did, once it is over,
 * belongs to the reports.
 */
@NullMarked
package dev.tidemark.app.progress;

import org.jspecify.annotations.NullMarked;
