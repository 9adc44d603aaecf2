package dev.tidemark.adapter.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers for these rows as PeeringDB would: a bare list of what lives, tombstones
 * too with {@code since}, of which it leaves equal versions out, and of these the keys named by
 * {@code id__in}.
 */
final class RowServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Row> rows;
  private final HttpServer server;

  RowServer(List<Row> rows) throws IOException {
    this.rows = List.copyOf(rows);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/", this::answer);
    server.start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String type = exchange.getRequestURI().getPath().substring("/api/".length());
    Predicate<Row> asked = filter(parameters(exchange.getRequestURI().getQuery()));
    List<Map<String, @Nullable Object>> data =
        rows.stream()
            .filter(row -> row.type().name().equals(type))
            .filter(asked)
            .map(RowServer::json)
            .toList();
    byte[] body = JSON.writeValueAsBytes(Map.of("data", data, "meta", Map.of()));
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> parameters(String query) {
    return Arrays.stream(query.split("&"))
        .map(each -> each.split("=", 2))
        .collect(Collectors.toMap(each -> each[0], each -> each[1]));
  }

  private static Predicate<Row> filter(Map<String, String> parameters) {
    Optional<Instant> since =
        Optional.ofNullable(parameters.get("since"))
            .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
    Optional<Set<String>> ids =
        Optional.ofNullable(parameters.get("id__in")).map(keys -> Set.of(keys.split(",")));
    return row ->
        since.map(at -> updated(row).isAfter(at)).orElse(!row.isTombstone())
            && ids.map(keys -> keys.contains(row.key().text())).orElse(true);
  }

  private static Instant updated(Row row) {
    return row.value("updated") instanceof Instant at ? at : Instant.EPOCH;
  }

  /** With null for what is null, and without what is missing. */
  private static Map<String, @Nullable Object> json(Row row) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (int i = 0; i < row.type().fields().size(); i++) {
      Field field = row.type().fields().get(i);
      if (!row.isMissing(i)) {
        json.put(field.name(), row.value(i) instanceof Instant at ? at.toString() : row.value(i));
      }
    }
    return json;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
