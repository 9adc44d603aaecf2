package dev.tidemark.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.adapter.http.HttpUpstreamConfig.ApiKey;
import dev.tidemark.core.sync.spi.Fetch;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What one kind of API does in its own way. Implementations are stateless. */
interface Dialect {

  /**
   * What to append to the base URL, path and query, for each request of a fetch, in order; empty if
   * nothing needs to be asked.
   *
   * @throws IllegalArgumentException if the API cannot be asked for this
   */
  List<String> requests(Fetch what);

  /** The value of the {@code Authorization} header. */
  String authorization(ApiKey key);

  /** What to make of the text of this field before it becomes a value, if anything. */
  Optional<UnaryOperator<String>> rewrite(String field);

  /** What an error's body says to a person, if it says it where this API puts it. */
  Optional<String> explanation(JsonNode body);

  /** Whether an error is a repetition of an earlier one from memory. */
  boolean isReplay(HttpHeaders headers);
}
