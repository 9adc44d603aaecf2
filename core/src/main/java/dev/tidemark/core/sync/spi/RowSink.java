package dev.tidemark.core.sync.spi;

import dev.tidemark.core.schema.Row;

/** Takes rows as they stream in, on one thread. Whatever it throws ends the stream. */
public interface RowSink {

  void row(Row row);

  /** A row that cannot be used; it is kept with its reason. */
  void undecodable(Undecodable row);
}
