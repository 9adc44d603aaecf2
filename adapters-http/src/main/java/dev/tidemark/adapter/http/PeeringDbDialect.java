package dev.tidemark.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.adapter.http.HttpUpstreamConfig.ApiKey;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Fetch;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways of the PeeringDB API. */
final class PeeringDbDialect implements Dialect {

  /** PeeringDB asks its users for at most this many in one list. */
  private static final int KEYS_PER_REQUEST = 150;

  /** Said every time: without it, a user's key hides what that user chose not to see. */
  private static final String SHOW_ALL = "&hide_ix_no_fac=0";

  private final Duration overlap;

  PeeringDbDialect(Duration overlap) {
    this.overlap = overlap;
  }

  @Override
  public List<String> requests(Fetch what) {
    String list = "/" + what.type().name() + "?depth=0";
    if (what instanceof Fetch.Since window) {
      long since = window.since().getEpochSecond() - overlap.toSeconds();
      return List.of(list + "&since=" + Math.max(1, since) + SHOW_ALL);
    }
    if (what instanceof Fetch.ByKey keys) {
      return byKey(keys).map(filter -> list + "&since=1" + filter + SHOW_ALL).toList();
    }
    return List.of(list + SHOW_ALL);
  }

  private static Stream<String> byKey(Fetch.ByKey fetch) {
    String parameter = "&" + keyField(fetch.type()) + "__in=";
    return batches(fetch.keys()).stream()
        .map(
            keys ->
                keys.stream()
                    .map(key -> URLEncoder.encode(key.text(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining(",", parameter, "")));
  }

  private static String keyField(EntityType type) {
    if (type.key().size() != 1) {
      throw new IllegalArgumentException(
          "%s has the key %s; rows can be asked for by a single field only"
              .formatted(type.name(), type.key()));
    }
    return type.key().get(0);
  }

  private static List<List<RowKey>> batches(List<RowKey> keys) {
    List<List<RowKey>> batches = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += KEYS_PER_REQUEST) {
      batches.add(keys.subList(from, Math.min(keys.size(), from + KEYS_PER_REQUEST)));
    }
    return batches;
  }

  @Override
  public String authorization(ApiKey key) {
    return "Api-Key " + key.value();
  }

  /** A cached answer names another host than a live one; only the file's name stays the same. */
  @Override
  public Optional<UnaryOperator<String>> rewrite(String field) {
    return field.equals("logo") ? Optional.of(PeeringDbDialect::lastSegment) : Optional.empty();
  }

  private static String lastSegment(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.isEmpty() ? path : last;
  }

  @Override
  public Optional<String> explanation(JsonNode body) {
    return Stream.of(body.path("message"), body.path("meta").path("error"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .findFirst();
  }

  @Override
  public boolean isReplay(HttpHeaders headers) {
    return headers.firstValue("X-Cached-Response").filter("True"::equalsIgnoreCase).isPresent();
  }
}
