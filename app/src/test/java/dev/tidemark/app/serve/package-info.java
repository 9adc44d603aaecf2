/**
 * Tests of the service's parts. Start at {@link dev.tidemark.app.serve.SettingsWatchTest}; the
 * whole of it is tested in e2e.
 */
@NullMarked
package dev.tidemark.app.serve;

import org.jspecify.annotations.NullMarked;
