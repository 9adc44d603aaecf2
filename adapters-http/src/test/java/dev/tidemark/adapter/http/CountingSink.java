package dev.tidemark.adapter.http;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Undecodable;
import java.util.concurrent.CountDownLatch;

/** A sink that keeps nothing and tells how far it got. */
record CountingSink(CountDownLatch rows) implements RowSink {

  @Override
  public void row(Row row) {
    rows.countDown();
  }

  @Override
  public void undecodable(Undecodable row) {
    throw new AssertionError(row.reason());
  }
}
