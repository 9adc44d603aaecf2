/**
 * How the core tells what happens.
 *
 * <p>Start at {@link dev.tidemark.core.event.Listener}. The events themselves belong to the feature
 * that they speak of; logging, metrics and progress bars are listeners and live outside the core.
 */
@NullMarked
package dev.tidemark.core.event;

import org.jspecify.annotations.NullMarked;
