package dev.tidemark.app.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.JettyConfig;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server of the service. Safe for use by many threads. */
public final class WebServer implements AutoCloseable {

  private static final int MOST_THREADS = 32;
  private static final int LEAST_THREADS = 4;
  private static final int STOP_MILLIS = 2_000;

  /** For connections that are kept open and on which nothing is asked. */
  private static final int IDLE_STOP_MILLIS = 50;

  private final Javalin http;
  private final Listen listen;
  private final List<Endpoints> endpoints;

  private WebServer(Javalin http, Listen listen, List<Endpoints> endpoints) {
    this.http = http;
    this.listen = listen;
    this.endpoints = endpoints;
  }

  /**
   * Serves these endpoints until it is closed, and closes them then.
   *
   * @throws CannotListenException if it cannot listen there
   */
  public static WebServer start(Listen listen, List<Endpoints> endpoints) {
    WebServer server =
        new WebServer(Javalin.create(config -> configure(config, endpoints)), listen, endpoints);
    try {
      server.bind();
      return server;
    } catch (RuntimeException failure) {
      server.close();
      throw cannotListen(listen, failure);
    }
  }

  private void bind() {
    if (listen.host().isEmpty()) {
      http.start(listen.port());
    } else {
      http.start(listen.host(), listen.port());
    }
    for (Connector connector : http.jettyServer().server().getConnectors()) {
      ((ServerConnector) connector).setShutdownIdleTimeout(IDLE_STOP_MILLIS);
    }
  }

  private static CannotListenException cannotListen(Listen listen, RuntimeException failure) {
    return new CannotListenException(
        "listen on %s: %s; http.listen or --listen names another place"
            .formatted(listen, reason(failure)),
        failure);
  }

  private static String reason(RuntimeException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnresolvedAddressException) {
      return "no address is known by this name";
    }
    return root instanceof SocketException ? String.valueOf(root.getMessage()) : root.toString();
  }

  private static void configure(JavalinConfig config, List<Endpoints> endpoints) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.router.javaLangErrorHandler(Errors::fatal);
    jetty(config.jetty);
    config.routes.before(context -> context.header("Cache-Control", "no-store"));
    Errors.register(config.routes);
    endpoints.forEach(each -> each.register(config.routes));
  }

  private static void jetty(JettyConfig jetty) {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
    threads.setName("http");
    jetty.threadPool = threads;
    jetty.modifyServer(
        server -> {
          server.setStopTimeout(STOP_MILLIS);
          server.setErrorHandler(new BadMessages());
        });
    jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
  }

  /** Where it listens, with the port that was free if any would do. */
  public Listen listen() {
    return listen.at(http.port());
  }

  /** Takes no request from now on; those that are being answered get a moment to end. */
  @Override
  public void close() {
    http.stop();
    endpoints.forEach(Endpoints::close);
  }
}
