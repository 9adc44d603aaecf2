package dev.tidemark.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** A few paths of the server, and what is answered there. */
@FunctionalInterface
public interface Endpoints extends AutoCloseable {

  void register(RoutesConfig routes);

  /**
   * Answers GET and HEAD alike. Left to itself, the library says 200 to every HEAD of a path that
   * can be read, and the probes of some load balancers are just that.
   */
  static void toRead(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }

  /** Lets go of what they hold, when no request comes any more. */
  @Override
  default void close() {}
}
