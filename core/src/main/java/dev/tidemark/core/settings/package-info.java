/**
 * One document with the settings of an application: versioned, and changed by comparing and
 * setting, so that people and processes who change it at once lose nothing.
 *
 * <p>Start at {@link dev.tidemark.core.settings.SettingsDocument}. What the document says is up to
 * the application; nothing here reads it. {@link dev.tidemark.core.settings.Password} is for
 * settings that are never printed.
 */
@NullMarked
package dev.tidemark.core.settings;

import org.jspecify.annotations.NullMarked;
