package dev.tidemark.core.sync.spi;

/** How much a cycle reads. */
public enum Mode {
  /** What changed since the cursors; the whole list of a type that has no usable cursor. */
  INCREMENTAL,
  /** The whole list of every type, and what changed since. */
  FULL
}
