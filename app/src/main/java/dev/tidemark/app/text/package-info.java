/**
 * How things look in a terminal: tables, numbers, sizes, times, JSON.
 *
 * <p>Start at {@link dev.tidemark.app.text.Table}. What is shown, and when, is up to the commands.
 */
@NullMarked
package dev.tidemark.app.text;

import org.jspecify.annotations.NullMarked;
