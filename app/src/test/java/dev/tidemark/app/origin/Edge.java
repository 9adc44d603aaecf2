package dev.tidemark.app.origin;

import com.google.inject.Guice;
import dev.tidemark.adapter.http.HttpOriginConfig;
import dev.tidemark.adapter.http.HttpOriginConfig.Timeouts;
import dev.tidemark.adapter.http.HttpOriginModule;
import dev.tidemark.app.http.Endpoints;
import dev.tidemark.app.http.Listen;
import dev.tidemark.app.http.WebServer;
import dev.tidemark.core.origin.spi.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A server that answers {@code GET /here} itself and has an endpoint for the rest. */
final class Edge implements AutoCloseable {

  private final WebServer server;

  Edge(Endpoints rest) {
    Endpoints here =
        routes -> Endpoints.toRead(routes, "/here", context -> context.result("the edge"));
    server = WebServer.start(new Listen("127.0.0.1", 0), List.of(here, rest));
  }

  static Origin origin(URI base, Duration connect, Duration patience) {
    HttpOriginConfig config =
        HttpOriginConfig.of(base).withTimeouts(new Timeouts(connect, patience, patience));
    return Guice.createInjector(new HttpOriginModule(config)).getInstance(Origin.class);
  }

  static Edge before(URI base) {
    return new Edge(new OriginProxy(origin(base, Duration.ofSeconds(5), Duration.ofSeconds(20))));
  }

  URI base() {
    return URI.create("http://" + server.listen());
  }

  /** Sends {@code GET /path} and whatever headers, and reads to the end of the connection. */
  String get(String target, String... headers) throws IOException {
    return raw("GET " + target + " HTTP/1.1", "", headers);
  }

  String raw(String line, String body, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    try (Socket socket = open()) {
      socket
          .getOutputStream()
          .write(
              (line + "\r\nHost: edge.example\r\nConnection: close\r\n" + more + "\r\n" + body)
                  .getBytes(StandardCharsets.ISO_8859_1));
      return readAll(socket);
    }
  }

  Socket open() throws IOException {
    return new Socket("127.0.0.1", server.listen().port());
  }

  /** Everything until the connection ends, or is dropped. */
  static String readAll(Socket socket) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException reset) {
      // What came before is still good.
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    server.close();
  }
}
