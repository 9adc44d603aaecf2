package dev.tidemark.app.http;

import dev.tidemark.app.http.Readiness.Verdict;
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

/** {@code /healthz}: the process answers. {@code /readyz}: the replica is fit to be used. */
public final class Probes implements Endpoints {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.http");
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Supplier<Verdict> readiness;
  private final BoundedReads reads;

  public Probes(Readiness readiness) {
    this(readiness::judge, LIMIT);
  }

  Probes(Supplier<Verdict> readiness, Duration limit) {
    this.readiness = readiness;
    this.reads = new BoundedReads(limit);
  }

  @Override
  public void register(RoutesConfig routes) {
    Endpoints.toRead(
        routes, "/healthz", context -> Answer.json(context, 200, Map.of("status", "ok")));
    Endpoints.toRead(routes, "/readyz", this::readyz);
  }

  private void readyz(Context context) {
    Verdict verdict = verdict();
    Answer.json(context, verdict.ready() ? 200 : 503, verdict.json());
  }

  private Verdict verdict() {
    try {
      return reads.read(readiness);
    } catch (TidemarkException | HttpError e) {
      LOG.warn("readiness unknown reason={}", e.getMessage());
      List<String> reasons = List.of(String.valueOf(e.getMessage()));
      return new Verdict(reasons, Json.object("status", "unready", "reasons", reasons));
    }
  }

  @Override
  public void close() {
    reads.close();
  }
}
