package dev.tidemark.app.serve;

import dev.tidemark.app.http.Listen;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.report.Place;
import dev.tidemark.app.report.StandingReport;
import dev.tidemark.app.text.Json;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Optional;

/**
 * What the service says when it has started.
 *
 * @param orders whether anybody may order a cycle
 * @param standing empty if that cannot be read yet: whoever leads may still be making the replica,
 *     or be of an older version
 */
public record Welcome(
    Listen listen, Place place, URI upstream, boolean orders, Optional<StandingReport> standing) {

  public void print(Moment now, PrintWriter out) {
    out.println("serving %s: /healthz /readyz /metrics /status, POST /sync".formatted(url()));
    out.println("replica %s, a copy of %s".formatted(place.database(), upstream));
    standing.stream().flatMap(each -> each.lines(now).stream()).forEach(out::println);
    if (!orders) {
      out.println("POST /sync is refused: no http.sync-token is set, no token is stored");
    }
    out.flush();
  }

  public void printJson(PrintWriter out) {
    Json.print(
        Json.object(
            "url", url(),
            "database", place.database().toString(),
            "upstream", upstream.toString(),
            "standing", standing.map(StandingReport::json)),
        out);
    out.flush();
  }

  private String url() {
    return "http://" + (listen.host().isEmpty() ? new Listen("localhost", listen.port()) : listen);
  }
}
