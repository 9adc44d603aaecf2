package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Undecodable;
import dev.tidemark.core.sync.spi.Upstream;
import java.util.ArrayList;
import java.util.List;

/** All that an upstream gave for one question. */
record Answer(List<Row> rows, List<Undecodable> undecodable, Fetched fetched) {

  static Answer of(Upstream upstream, Fetch what) {
    List<Row> rows = new ArrayList<>();
    List<Undecodable> undecodable = new ArrayList<>();
    Fetched fetched =
        upstream.fetch(
            what,
            new RowSink() {
              @Override
              public void row(Row row) {
                assertThat(row.type()).isEqualTo(what.type());
                rows.add(row);
              }

              @Override
              public void undecodable(Undecodable row) {
                undecodable.add(row);
              }
            });
    return new Answer(rows, undecodable, fetched);
  }
}
