package dev.tidemark.core.state;

import java.util.Optional;

/**
 * What one put left: a value, or the absence that a removal leaves. Two puts of the same value
 * leave two slots, so that a flush can tell whether what it wrote is still the last word; hence no
 * record.
 */
final class Slot<V> {

  private final Optional<V> value;

  Slot(Optional<V> value) {
    this.value = value;
  }

  Optional<V> value() {
    return value;
  }
}
