package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.Target;

/** Targets of a test. */
final class Targets {

  private Targets() {}

  static Target at(String address) {
    return at(address, Target.Strategy.TIDEMARK);
  }

  static Target at(String address, Target.Strategy strategy) {
    return new Target("public", "edge-1", strategy, address, true);
  }
}
