package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.sync.spi.Source;

/** Where a row in the staging file is from; the number is what its {@code _source} column holds. */
enum StagedFrom {
  /** {@link Source#LIST}. */
  LIST,
  /** {@link Source#LIVE}. */
  LIVE,
  /** Parked by an earlier cycle, and given another chance in this one. */
  PARKED;

  static StagedFrom of(Source source) {
    return source == Source.LIST ? LIST : LIVE;
  }
}
