package dev.tidemark.app.sample;

import dev.tidemark.core.UpstreamUnavailableException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.net.URI;

/** A sample upstream on the loopback interface. */
public final class SampleServer implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final Javalin http;
  private final SampleData data;

  private SampleServer(Javalin http, SampleData data) {
    this.http = http;
    this.data = data;
  }

  /**
   * Starts serving {@code data}; the whole lists are built before this returns.
   *
   * @param port 0 for any free one
   * @throws UpstreamUnavailableException if the port is taken
   */
  public static SampleServer start(SampleData data, SampleOptions options, int port) {
    SampleApi api = new SampleApi(data, options);
    Javalin http = Javalin.create(config -> configure(config, api));
    try {
      http.start(HOST, port);
    } catch (JavalinBindException e) {
      throw new UpstreamUnavailableException(
          "start the sample upstream: expected port "
              + port
              + " to be free, but it is in use;"
              + " choose another one, or 0 for any",
          e);
    }
    return new SampleServer(http, data);
  }

  private static void configure(JavalinConfig config, SampleApi api) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    api.register(config.routes);
  }

  /** The base of the API: {@code http://127.0.0.1:PORT/api}. */
  public URI base() {
    return URI.create("http://" + HOST + ":" + http.port() + "/api");
  }

  /** What it serves. */
  public SampleData data() {
    return data;
  }

  @Override
  public void close() {
    http.stop();
  }
}
