package dev.tidemark.app.edge;

import dev.tidemark.adapter.quic.QuicConfig;
import dev.tidemark.app.config.ConfiguredEdge;
import dev.tidemark.app.config.EdgeSettings.Writes;
import dev.tidemark.app.http.Listen;
import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SubscriberStatus.Standing;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an edge says when it has started.
 *
 * @param program what people type to run this program
 * @param http where it answers
 * @param address where snapshots come in, {@code host:port}
 * @param standings of the snapshots that are taken
 */
public record EdgeWelcome(
    String program,
    Listen http,
    String address,
    ConfiguredEdge edge,
    Map<String, Standing> standings) {

  private static final String UNKNOWN = "edge-1";

  public EdgeWelcome {
    standings = new TreeMap<>(standings);
  }

  public void print(PrintWriter out) {
    out.println("edge %s: /healthz /readyz /metrics /status; %s".formatted(url(), rest()));
    out.println("snapshots come in at %s over UDP, from %s".formatted(address, peers()));
    standings.forEach((name, standing) -> out.println(line(name, standing)));
    out.println("to be typed where snapshots are published, unless it knows this edge:");
    edge.names().forEach(name -> out.println("  " + command(name)));
    out.flush();
  }

  public void printJson(PrintWriter out) {
    Json.print(
        Json.object(
            "url", url(),
            "listening", address,
            "snapshots", edge.names(),
            "origin", edge.origin().map(Object::toString),
            "writes", edge.writes().name().toLowerCase(Locale.ROOT),
            "insecure", edge.quic().isInsecure(),
            "targetsAdd", edge.names().stream().map(this::command).toList()),
        out);
    out.flush();
  }

  private static String line(String name, Standing standing) {
    return standing
        .serving()
        .map(SignedManifest::manifest)
        .map(
            manifest ->
                "  %s: %s, current %s ago"
                    .formatted(
                        name, manifest.version(), Amounts.time(standing.age().orElseThrow())))
        .orElseGet(() -> "  %s: none yet, waiting for the first".formatted(name));
  }

  private String rest() {
    return edge.origin()
        .filter(there -> edge.writes() != Writes.REFUSE)
        .map(
            there ->
                edge.writes() == Writes.PROXY
                    ? "the rest is handed on to " + there
                    : "for the rest, %s is named".formatted(there))
        .orElse("the rest is refused");
  }

  private String peers() {
    QuicConfig quic = edge.quic();
    if (quic.isInsecure()) {
      return "anybody";
    }
    return quic.peers().anybody()
        ? "whoever the authority vouches for"
        : String.join(", ", quic.peers().names().stream().sorted().toList());
  }

  private String command(String snapshot) {
    String host = host();
    return "%s targets add %s %s %s:%s"
        .formatted(
            program,
            snapshot,
            name().orElse(UNKNOWN),
            host.contains(":") ? "[" + host + "]" : host,
            Listen.parse(address).port());
  }

  /** The address where it listens if that is one; else what its certificate says. */
  private String host() {
    String host = Listen.parse(address).host();
    boolean isAnywhere = host.isEmpty() || host.equals("0.0.0.0") || host.matches("[0:]+");
    return isAnywhere ? name().orElse("localhost") : host;
  }

  private Optional<String> name() {
    return edge.quic()
        .identity()
        .flatMap(identity -> NodeName.in(identity.certificates()))
        .map(name -> name.toLowerCase(Locale.ROOT));
  }

  private String url() {
    return "http://" + (http.host().isEmpty() ? new Listen("localhost", http.port()) : http);
  }
}
