package dev.tidemark.app.http;

import dev.tidemark.app.text.Json;
import dev.tidemark.core.TidemarkException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /healthz}: the process answers. {@code /readyz}: what an edge serves is there and not too
 * old; what speaks against that is told as RFC 9457 writes it.
 */
public final class EdgeProbes implements Endpoints {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.http");
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String PROBLEM = "application/problem+json";

  private final BoundedReads reads = new BoundedReads(LIMIT, "the directory of snapshots");
  private final Supplier<List<String>> objections;

  /**
   * @param objections why it is not ready, for people; none if it is
   */
  public EdgeProbes(Supplier<List<String>> objections) {
    this.objections = objections;
  }

  @Override
  public void register(RoutesConfig routes) {
    Endpoints.toRead(
        routes, "/healthz", context -> Answer.json(context, 200, Map.of("status", "ok")));
    Endpoints.toRead(routes, "/readyz", this::readyz);
  }

  private void readyz(Context context) {
    List<String> found = found();
    if (found.isEmpty()) {
      Answer.json(context, 200, Map.of("status", "ready"));
      return;
    }
    Object problem =
        Json.object(
            "type",
            "about:blank",
            "title",
            "Service Unavailable",
            "status",
            503,
            "detail",
            String.join("; ", found),
            "code",
            "NOT_READY",
            "reasons",
            found);
    context.status(503).contentType(PROBLEM).result(Json.line(problem) + "\n");
  }

  private List<String> found() {
    try {
      return reads.read(objections);
    } catch (TidemarkException | HttpError e) {
      LOG.warn("readiness unknown reason={}", e.getMessage());
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    reads.close();
  }
}
