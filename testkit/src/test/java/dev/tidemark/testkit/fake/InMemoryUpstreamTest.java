package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.contract.UpstreamContract;
import java.util.List;

final class InMemoryUpstreamTest implements UpstreamContract {

  @Override
  public Upstream newUpstream(List<Row> rows) {
    return new InMemoryUpstream(rows.toArray(Row[]::new));
  }
}
