package dev.tidemark.app.config;

import dev.tidemark.adapter.http.HttpUpstreamConfig.ApiKey;
import dev.tidemark.app.http.Listen;
import dev.tidemark.app.http.SyncToken;
import dev.tidemark.core.sync.spi.Mode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** All that can be set, in the order in which it is shown. */
public final class Settings {

  public static final Setting<Path> DATA =
      Setting.of("data", "data", "directory that holds the replica", Values::path);

  public static final Setting<String> SCHEMA =
      Setting.of(
          "schema",
          SchemaLoader.SHIPPED,
          "what the upstream looks like: the name of a shipped schema, or a file",
          Values::text);

  public static final Setting<URI> UPSTREAM_URL =
      Setting.of(
          "upstream.url",
          "https://www.peeringdb.com/api",
          "base address of the API that is copied",
          Values::baseAddress);

  public static final Setting<ApiKey> UPSTREAM_API_KEY =
      Setting.secret(
          "upstream.api-key",
          "key that the upstream knows this client by",
          text -> new ApiKey(text.trim()));

  public static final Setting<Duration> UPSTREAM_MIN_SPACING =
      Setting.of(
          "upstream.min-spacing",
          "3s",
          "least time between the starts of two requests; 0s where the upstream is on this machine",
          Values::duration);

  public static final Setting<Mode> SYNC_MODE =
      Setting.of(
          "sync.mode",
          "incremental",
          "what a cycle reads: full for whole lists, incremental for what changed",
          Values.oneOf(Mode.class));

  public static final Setting<Listen> HTTP_LISTEN =
      Setting.of(
          "http.listen",
          "127.0.0.1:8080",
          "where serve answers; without an address, on all of this machine",
          Listen::parse);

  public static final Setting<Duration> HTTP_STALE_AFTER =
      Setting.of(
          "http.stale-after",
          "24h",
          "age of the data from which on /readyz says no",
          Values::positiveDuration);

  public static final Setting<SyncToken> HTTP_SYNC_TOKEN =
      Setting.secret(
          "http.sync-token",
          "what POST /sync has to know; without it, nobody may",
          text -> new SyncToken(text.trim()));

  public static final Setting<Duration> HTTP_DRAIN =
      Setting.of(
          "http.drain",
          "10s",
          "how long a running cycle may go on when serve is stopped",
          Values::duration);

  static final List<Setting<?>> ALL =
      List.of(
          DATA,
          SCHEMA,
          UPSTREAM_URL,
          UPSTREAM_API_KEY,
          UPSTREAM_MIN_SPACING,
          SYNC_MODE,
          HTTP_LISTEN,
          HTTP_STALE_AFTER,
          HTTP_SYNC_TOKEN,
          HTTP_DRAIN);

  private Settings() {}
}
