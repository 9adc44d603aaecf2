package dev.tidemark.testkit.contract;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Undecodable;

/** Takes nothing. */
record FailingSink(RuntimeException failure) implements RowSink {

  @Override
  public void row(Row row) {
    throw failure;
  }

  @Override
  public void undecodable(Undecodable row) {
    throw failure;
  }
}
