package dev.tidemark.app.edge;

import dev.tidemark.app.config.ConfiguredEdge;
import dev.tidemark.app.config.EdgeSettings;
import dev.tidemark.app.config.EdgeSettings.Writes;
import dev.tidemark.app.http.EdgeProbes;
import dev.tidemark.app.http.Endpoints;
import dev.tidemark.app.http.Views;
import dev.tidemark.app.origin.OriginAbsent;
import dev.tidemark.app.origin.OriginProxy;
import dev.tidemark.app.origin.OriginRedirect;
import dev.tidemark.app.report.EdgeReport;
import dev.tidemark.core.origin.OriginStanding;
import dev.tidemark.core.origin.spi.Origin;
import dev.tidemark.core.snapshot.Subscriber;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an edge answers over HTTP.
 *
 * @param relay how what is passed on stands, as JSON; empty if nothing is
 */
public record EdgeEndpoints(
    ConfiguredEdge edge,
    Subscriber subscriber,
    EdgeReadiness readiness,
    Supplier<Optional<OriginStanding>> origin,
    Supplier<Optional<Object>> relay) {

  /**
   * All of them.
   *
   * @param metrics asked anew for each request
   * @param forwards to the origin; empty if there is none
   */
  public List<Endpoints> all(Supplier<String> metrics, Optional<Origin> forwards) {
    return List.of(
        new EdgeProbes(readiness::objections), new Views(this::status, metrics), rest(forwards));
  }

  private Map<String, @Nullable Object> status() {
    Map<String, @Nullable Object> json =
        new EdgeReport(subscriber.status(), readiness.objections()).json();
    json.put("origin", origin.get().map(EdgeReport::json).orElse(null));
    json.put("publications", relay.get().orElse(null));
    return json;
  }

  private Endpoints rest(Optional<Origin> forwards) {
    if (forwards.isEmpty()) {
      return new OriginAbsent(
          "this edge knows no origin, %s would name one".formatted(EdgeSettings.ORIGIN));
    }
    URI base = edge.origin().orElseThrow();
    return switch (edge.writes()) {
      case PROXY -> new OriginProxy(forwards.get());
      case REDIRECT -> new OriginRedirect(base);
      case REFUSE ->
          new OriginAbsent(
              "%s is %s on this edge".formatted(EdgeSettings.WRITES, word(Writes.REFUSE)));
    };
  }

  private static String word(Writes how) {
    return how.name().toLowerCase(Locale.ROOT);
  }
}
