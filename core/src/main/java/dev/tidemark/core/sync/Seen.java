package dev.tidemark.core.sync;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Undecodable;

/** Looks at each row of an answer on its way into the staging area. */
@FunctionalInterface
interface Seen {

  void row(Row row);

  default void undecodable(Undecodable row) {}
}
