package dev.tidemark.core.sync.spi;

/** Where a staged row comes from, which decides whether it may replace a newer stored row. */
public enum Source {
  /** A whole list: may be stale, never replaces a stored row of a newer version. */
  LIST,
  /** A window or named keys, answered live: the truth, whatever its version says. */
  LIVE
}
