package dev.tidemark.app.http;

import dev.tidemark.app.state.ApiMinutes;
import dev.tidemark.app.state.ApiUsage;
import dev.tidemark.app.state.Client;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was answered. No request fails because nobody counts it. */
public final class UsageCounter implements Endpoints {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.http");
  private static final int FIRST_ERROR = 400;

  /** All else is counted as one, so that nobody can fill the store with paths of their own. */
  private static final Set<String> ENDPOINTS =
      Set.of("GET /healthz", "GET /readyz", "GET /status", "GET /metrics", "POST /sync");

  private final AtomicBoolean failed = new AtomicBoolean();
  private final ApiUsage usage;
  private final ApiMinutes minutes;
  private final Clients clients;
  private final String server;

  /**
   * @param server under which name this one counts: the same after a restart
   */
  public UsageCounter(ApiUsage usage, ApiMinutes minutes, Clients clients, String server) {
    this.usage = usage;
    this.minutes = minutes;
    this.clients = clients;
    this.server = server;
  }

  @Override
  public void register(RoutesConfig routes) {
    routes.after(this::count);
  }

  private void count(Context context) {
    try {
      count(client(context), endpoint(context), context.statusCode());
      failed.set(false);
    } catch (RuntimeException failure) {
      if (failed.compareAndSet(false, true)) {
        LOG.warn("requests are not counted reason={}", failure.getMessage());
      }
    }
  }

  private void count(Client client, String endpoint, int status) {
    usage.count(server, client, endpoint, status >= FIRST_ERROR);
    minutes.count(server, client, endpoint, status);
  }

  private Client client(Context context) {
    return Clients.offered(context).flatMap(clients::find).orElse(Client.ANONYMOUS);
  }

  private static String endpoint(Context context) {
    String method =
        switch (context.method().name()) {
          case "GET", "HEAD" -> "GET";
          case "POST" -> "POST";
          default -> "OTHER";
        };
    String endpoint = method + " " + context.path();
    return ENDPOINTS.contains(endpoint) ? endpoint : method + " *";
  }
}
