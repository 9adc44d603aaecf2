package dev.tidemark.app.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.WeakTable;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How often who asked for what. Each server counts for itself, so that none writes over what
 * another has counted. Safe for use by many threads.
 */
public final class ApiUsage {

  static final EntityType TYPE =
      EntityType.named("api_usage")
          .key("server", "client", "endpoint")
          .text("server", "client", "endpoint", "token")
          .nullable("token")
          .integer("requests", "errors")
          .instant("last_at", Precision.MILLIS)
          .reference(Reference.of("token", ApiTokens.TYPE.name()))
          .build();

  private final WeakTable<Use> table;
  private final Clock clock;

  public ApiUsage(StateEngine state, Clock clock) {
    this.table = state.weak(Codec.records(TYPE, Use.class));
    this.clock = clock;
  }

  /**
   * What one client asked of one endpoint of one server.
   *
   * @param token what the count goes with, when that is removed
   * @param errors requests that were answered with an error
   */
  private record Use(
      String server,
      String client,
      String endpoint,
      Optional<String> token,
      long requests,
      long errors,
      Instant lastAt) {}

  /** What one client asked of one endpoint, of all servers. */
  public record Count(String client, String endpoint, long requests, long errors, Instant lastAt) {

    private static Count of(Use use) {
      return new Count(use.client(), use.endpoint(), use.requests(), use.errors(), use.lastAt());
    }

    private Count plus(Count other) {
      return new Count(
          client,
          endpoint,
          requests + other.requests,
          errors + other.errors,
          lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
    }
  }

  /** Counts one answer. */
  public void count(String server, Client client, String endpoint, boolean error) {
    Use one =
        new Use(server, client.name(), endpoint, client.token(), 1, error ? 1 : 0, clock.instant());
    table.update(
        RowKey.of(server, client.name(), endpoint),
        before -> Optional.of(before.map(use -> sum(use, one)).orElse(one)));
  }

  private static Use sum(Use before, Use one) {
    return new Use(
        one.server,
        one.client,
        one.endpoint,
        one.token,
        before.requests + one.requests,
        before.errors + one.errors,
        one.lastAt);
  }

  /** All counts, by client and endpoint. */
  public List<Count> counts() {
    TreeMap<List<String>, Count> sums = new TreeMap<>(ApiUsage::compare);
    table.forEach(
        use -> sums.merge(List.of(use.client(), use.endpoint()), Count.of(use), Count::plus));
    Collection<Count> counts = sums.values();
    return List.copyOf(counts);
  }

  private static int compare(List<String> one, List<String> other) {
    int byClient = one.get(0).compareTo(other.get(0));
    return byClient == 0 ? one.get(1).compareTo(other.get(1)) : byClient;
  }
}
