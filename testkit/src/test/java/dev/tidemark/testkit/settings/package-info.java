/**
 * The settings of {@code core.settings} over the fakes.
 *
 * <p>Start at {@link dev.tidemark.testkit.settings.SettingsDocumentTest}. What needs no fakes is
 * tested in core.
 */
@NullMarked
package dev.tidemark.testkit.settings;

import org.jspecify.annotations.NullMarked;
