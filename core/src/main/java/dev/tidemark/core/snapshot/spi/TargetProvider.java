package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.snapshot.Target;
import java.util.List;

/** Knows targets. Safe for use by many threads. */
@FunctionalInterface
public interface TargetProvider {

  /**
   * All targets as they are now, of any snapshot, disabled ones included; the same name twice for
   * one snapshot counts as the first.
   *
   * @throws dev.tidemark.core.StorageException if they cannot be read now
   */
  List<Target> targets();
}
