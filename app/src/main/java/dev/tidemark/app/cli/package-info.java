/**
 * The commands: what can be typed, what each one does with the use cases, and which exit code a
 * failure has.
 *
 * <p>Start at {@link dev.tidemark.app.cli.CommandLines}. How things look belongs to the reports and
 * to text, what can be set to config.
 */
@NullMarked
package dev.tidemark.app.cli;

import org.jspecify.annotations.NullMarked;
