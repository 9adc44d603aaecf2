package dev.tidemark.app.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.sync.spi.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class TracesTest {

  private final Library library = new Library();

  @Test
  void by_environmentThatSaysNothing_isOff() {
    assertThat(listener(Map.of())).isSameAs(Listener.NONE);
    assertThat(listener(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " "))).isSameAs(Listener.NONE);
    assertThat(
            listener(
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "http://127.0.0.1:1",
                    "OTEL_TRACES_EXPORTER",
                    "none")))
        .isSameAs(Listener.NONE);
  }

  @Test
  void by_unknownExporter_isAConfigurationError() {
    assertThatThrownBy(() -> listener(Map.of("OTEL_TRACES_EXPORTER", "pigeon")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("OTEL_ variables: ")
        .hasMessageContaining("pigeon");
  }

  @Test
  void by_protocolThatTakesMoreThanTheJdk_saysSo() {
    assertThatThrownBy(
            () ->
                listener(
                    Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:1",
                        "OTEL_EXPORTER_OTLP_PROTOCOL",
                        "grpc")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("GrpcSenderProvider");
  }

  @Test
  void close_spansThatWait_areSentToTheEndpoint() throws IOException {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer collector = collector(received);
    try {
      library.fill(2);
      try (Traces traces =
          Traces.by(
              Map.of(
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  "http://127.0.0.1:" + collector.getAddress().getPort()),
              library.clock)) {
        library.sync(Mode.FULL, traces.listener());
      }
    } finally {
      collector.stop(0);
    }

    assertThat(received)
        .singleElement()
        .asString()
        .startsWith("/v1/traces ")
        .contains("sync full", "fetch author", "fetch book", "apply", "tidemark");
  }

  private Listener listener(Map<String, String> environment) {
    try (Traces traces = Traces.by(environment, library.clock)) {
      return traces.listener();
    }
  }

  private static HttpServer collector(List<String> received) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.add(exchange.getRequestURI() + " " + new String(body, ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
