package dev.tidemark.bench;

import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import java.util.Set;

/** The key of all targets of an application. */
final class MirrorTargets {

  static final Key<Set<MirrorTarget>> KEY = Key.get(new TypeLiteral<Set<MirrorTarget>>() {});

  private MirrorTargets() {}
}
