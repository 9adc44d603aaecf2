/**
 * The configuration and the schema of the ready application: what can be set, where each value came
 * from, and every problem at once.
 *
 * <p>Start at {@link dev.tidemark.app.config.Settings} to add a setting, at {@link
 * dev.tidemark.app.config.ConfigurationLoader} for the order of the sources. What a command does
 * with a value does not belong here.
 */
@NullMarked
package dev.tidemark.app.config;

import org.jspecify.annotations.NullMarked;
