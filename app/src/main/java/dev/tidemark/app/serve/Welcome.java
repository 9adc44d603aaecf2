package dev.tidemark.app.serve;

import static java.util.stream.Collectors.joining;

import dev.tidemark.app.config.ConfiguredMirror;
import dev.tidemark.app.http.Listen;
import dev.tidemark.app.report.Moment;
import dev.tidemark.app.report.Place;
import dev.tidemark.app.report.StandingReport;
import dev.tidemark.app.text.Json;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the service says when it has started.
 *
 * @param orders whether anybody may order a cycle
 * @param mirrors those that are kept
 * @param standing empty if that cannot be read yet: whoever leads may still be making the replica,
 *     or be of an older version
 */
public record Welcome(
    Listen listen,
    Place place,
    URI upstream,
    boolean orders,
    List<ConfiguredMirror> mirrors,
    Optional<StandingReport> standing) {

  public Welcome {
    mirrors = List.copyOf(mirrors);
  }

  public void print(Moment now, PrintWriter out) {
    out.println("serving %s: /healthz /readyz /metrics /status, POST /sync".formatted(url()));
    out.println("replica %s, a copy of %s".formatted(place.database(), upstream));
    if (!mirrors.isEmpty()) {
      out.println("mirrors " + mirrors.stream().map(Welcome::named).collect(joining(", ")));
    }
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
            "mirrors", mirrors.stream().map(ConfiguredMirror::name).toList(),
            "standing", standing.map(StandingReport::json)),
        out);
    out.flush();
  }

  private static String named(ConfiguredMirror mirror) {
    return "%s (%s)".formatted(mirror.name(), mirror.place());
  }

  private String url() {
    return "http://" + (listen.host().isEmpty() ? new Listen("localhost", listen.port()) : listen);
  }
}
