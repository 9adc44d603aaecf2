package dev.tidemark.adapter.http;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Undecodable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink that keeps what it gets. */
final class Collected implements RowSink {

  final List<Row> rows = new CopyOnWriteArrayList<>();
  final List<Undecodable> undecodable = new CopyOnWriteArrayList<>();

  @Override
  public void row(Row row) {
    rows.add(row);
  }

  @Override
  public void undecodable(Undecodable row) {
    undecodable.add(row);
  }
}
