/**
 * Work that comes back: jobs with a cadence, who runs which plan of them, what became of it, and
 * what waits for a person.
 *
 * <p>Start at {@link dev.tidemark.core.job.Job} and {@link dev.tidemark.core.job.Jobs}. What a job
 * does belongs to the feature that it serves; nothing here knows of one.
 */
@NullMarked
package dev.tidemark.core.job;

import org.jspecify.annotations.NullMarked;
