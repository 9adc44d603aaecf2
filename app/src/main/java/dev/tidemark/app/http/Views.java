package dev.tidemark.app.http;

import dev.tidemark.app.telemetry.Telemetry;
import dev.tidemark.app.text.Json;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.util.function.Supplier;

/** {@code /status} for people and scripts, {@code /metrics} for Prometheus. */
public final class Views implements Endpoints {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final BoundedReads reads = new BoundedReads(LIMIT);
  private final Supplier<?> status;
  private final Supplier<String> metrics;

  /** What is handed in is asked anew for each request. */
  public Views(Supplier<?> status, Supplier<String> metrics) {
    this.status = status;
    this.metrics = metrics;
  }

  @Override
  public void register(RoutesConfig routes) {
    Endpoints.toRead(
        routes,
        "/status",
        context ->
            context.contentType(Answer.JSON).result(Json.indented(reads.read(status::get)) + "\n"));
    Endpoints.toRead(
        routes,
        "/metrics",
        context -> context.contentType(Telemetry.CONTENT_TYPE).result(reads.read(metrics)));
  }

  @Override
  public void close() {
    reads.close();
  }
}
