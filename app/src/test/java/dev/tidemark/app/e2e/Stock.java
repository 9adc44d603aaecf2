package dev.tidemark.app.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.tidemark.app.e2e.ScriptedUpstream.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an upstream has of one type. It answers in the way of the API: lists have what is live, the
 * other answers tombstones, too. Each kind of request can be answered otherwise.
 */
final class Stock implements Answer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Long, JsonNode> rows = new ConcurrentSkipListMap<>();
  private final Map<Kind, Answer> instead = new ConcurrentHashMap<>();

  /** What may be asked. */
  enum Kind {
    LIST("[^&]*&hide.*"),
    WINDOW("[^&]*&since=(\\d+)&hide.*"),
    KEYS("[^&]*&since=1&id__in=([\\d,]+)&hide.*");

    private final Pattern query;

    Kind(String query) {
      this.query = Pattern.compile(query);
    }

    static Kind of(String query) {
      return List.of(values()).stream()
          .filter(kind -> kind.query.matcher(query).matches())
          .findFirst()
          .orElseThrow(() -> new AssertionError(query));
    }
  }

  Stock put(String row) {
    try {
      JsonNode node = JSON.readTree(row);
      rows.put(node.get("id").asLong(), node);
      return this;
    } catch (JsonProcessingException e) {
      throw new AssertionError(row, e);
    }
  }

  /** From now on it is not known, as if it had never been. */
  void forget(long id) {
    rows.remove(id);
  }

  void on(Kind kind, Answer answer) {
    instead.put(kind, answer);
  }

  /** So often, and then as it is. */
  void onNext(int times, Kind kind, Answer answer) {
    AtomicInteger left = new AtomicInteger(times);
    on(
        kind,
        exchange -> {
          if (left.decrementAndGet() == 0) {
            instead.remove(kind);
          }
          answer.send(exchange);
        });
  }

  /** From now on everything is answered so. */
  void onAll(Answer answer) {
    List.of(Kind.values()).forEach(kind -> on(kind, answer));
  }

  /** From now on the list is what it is now, and says when it was made. */
  void cacheList(Instant at) {
    String body =
        "{\"meta\":{\"generated\":%d.5},\"data\":[%s]}"
            .formatted(at.getEpochSecond(), String.join(",", texts(Stock::isLive)));
    on(Kind.LIST, Answers.json(body));
  }

  /** From now on all is answered as it is. */
  void recover() {
    instead.clear();
  }

  @Override
  public void send(HttpExchange exchange) throws IOException, InterruptedException {
    String query = exchange.getRequestURI().getQuery();
    Kind kind = Kind.of(query);
    Matcher parts = kind.query.matcher(query);
    Optional.ofNullable(instead.get(kind))
        .orElseGet(() -> Answers.rows(texts(wanted(kind, parts))))
        .send(exchange);
  }

  private static Predicate<JsonNode> wanted(Kind kind, Matcher parts) {
    if (kind == Kind.LIST || !parts.matches()) {
      return Stock::isLive;
    }
    if (kind == Kind.KEYS) {
      Set<String> keys = Set.of(parts.group(1).split(","));
      return row -> keys.contains(row.get("id").asText());
    }
    Instant since = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
    return row -> Instant.parse(row.get("updated").asText()).isAfter(since);
  }

  private static boolean isLive(JsonNode row) {
    return row.get("status").asText().equals("ok");
  }

  private List<String> texts(Predicate<JsonNode> wanted) {
    return rows.values().stream().filter(wanted).map(JsonNode::toString).toList();
  }
}
