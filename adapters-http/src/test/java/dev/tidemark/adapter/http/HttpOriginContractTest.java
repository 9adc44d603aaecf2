package dev.tidemark.adapter.http;

import dev.tidemark.adapter.http.HttpOriginConfig.Timeouts;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.testkit.contract.OriginContract;
import java.net.URI;
import java.time.Duration;

final class HttpOriginContractTest implements OriginContract {

  @Override
  public Origin newOrigin(URI base, Duration patience) {
    return HttpOrigin.of(
        HttpOriginConfig.of(base)
            .withTimeouts(new Timeouts(Duration.ofSeconds(5), patience, patience)));
  }
}
