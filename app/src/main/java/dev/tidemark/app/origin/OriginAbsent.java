package dev.tidemark.app.origin;

import dev.tidemark.app.http.Endpoints;
import dev.tidemark.core.OriginUnavailableException.Arrival;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Set;

/**
 * Refuses whatever is not answered here: {@code 404} to those who read, {@code 405} to those who
 * write. To be registered last.
 */
public final class OriginAbsent implements Endpoints {

  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final String why;

  /**
   * @param why nothing is handed on, for whoever asks
   */
  public OriginAbsent(String why) {
    this.why = why;
  }

  @Override
  public void register(RoutesConfig routes) {
    Elsewhere.register(routes, this::refuse);
  }

  private void refuse(Context context) {
    if (READS.contains(context.req().getMethod())) {
      problem(404, "Not Found", "NOT_HERE", "there is nothing of this path here").answer(context);
    } else {
      context.header("Allow", "GET, HEAD");
      problem(405, "Method Not Allowed", "READ_ONLY", "nothing is written here").answer(context);
    }
  }

  private Problem problem(int status, String title, String code, String what) {
    return new Problem(status, title, code, Arrival.NOT_SENT, what + ": " + why);
  }
}
