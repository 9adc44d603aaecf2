package dev.tidemark.core.snapshot;

import java.util.Optional;

/**
 * Whether a manifest is by somebody who is trusted: {@link TrustedKeys#objection}. Safe for use by
 * many threads.
 */
@FunctionalInterface
public interface ManifestCheck {

  /** Everybody is trusted, who may connect. */
  ManifestCheck NONE = manifest -> Optional.empty();

  /** What speaks against it, for people; empty if nothing does. */
  Optional<String> objection(SignedManifest manifest);
}
