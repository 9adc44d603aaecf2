package dev.tidemark.app.origin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;

/** Requests that nothing on this node answers. */
final class Elsewhere {

  private static final String ANY_PATH = "/*";

  /** One opens a tunnel, the other shows to scripts what they are not to see. */
  private static final List<HandlerType> NEVER = List.of(HandlerType.CONNECT, HandlerType.TRACE);

  private Elsewhere() {}

  /** Those of every other method and path; what is registered before comes first. */
  static void register(RoutesConfig routes, Handler handler) {
    HandlerType.values().stream()
        .filter(HandlerType::isHttpMethod)
        .filter(method -> !NEVER.contains(method))
        .forEach(method -> routes.addHttpHandler(method, ANY_PATH, handler));
  }

  /** The path as it came, and {@code ?} with the query if there is one. */
  static String target(Context context) {
    String query = context.req().getQueryString();
    return context.req().getRequestURI() + (query == null ? "" : "?" + query);
  }
}
