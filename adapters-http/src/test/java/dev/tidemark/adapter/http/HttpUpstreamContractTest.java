package dev.tidemark.adapter.http;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.testkit.contract.UpstreamContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

final class HttpUpstreamContractTest implements UpstreamContract {

  private final List<RowServer> servers = new ArrayList<>();

  @Override
  public Upstream newUpstream(List<Row> rows) {
    RowServer server = started(rows);
    servers.add(server);
    return HttpUpstream.of(
        HttpUpstreamConfig.of(server.base()).withMinSpacing(Duration.ZERO), Clock.systemUTC());
  }

  private static RowServer started(List<Row> rows) {
    try {
      return new RowServer(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stopServers() {
    servers.forEach(RowServer::close);
  }
}
