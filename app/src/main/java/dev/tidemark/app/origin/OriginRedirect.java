package dev.tidemark.app.origin;

import dev.tidemark.app.http.Endpoints;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;

/**
 * Sends whoever asks for something that is not here to the origin, with {@code 307}: they ask there
 * again, by the same method and with the same body. To be registered last.
 */
public final class OriginRedirect implements Endpoints {

  private final String base;

  /**
   * @param base where the origin is for those who ask: {@code https://origin.example}
   */
  public OriginRedirect(URI base) {
    this.base = base.toString().replaceAll("/+$", "");
  }

  @Override
  public void register(RoutesConfig routes) {
    Elsewhere.register(routes, this::redirect);
  }

  private void redirect(Context context) {
    context.status(307).header("Location", base + Elsewhere.target(context));
  }
}
