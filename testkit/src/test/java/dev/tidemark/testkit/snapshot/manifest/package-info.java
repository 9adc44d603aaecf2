/**
 * Manifests and their signatures under all values and damages that come to mind.
 *
 * <p>Start at {@link dev.tidemark.testkit.snapshot.manifest.ManifestPropertiesTest}. What is
 * examined by example is tested in core.
 */
@NullMarked
package dev.tidemark.testkit.snapshot.manifest;

import org.jspecify.annotations.NullMarked;
