package dev.tidemark.app.config;

import dev.tidemark.adapter.http.HttpUpstreamConfig.ApiKey;
import dev.tidemark.app.http.Listen;
import dev.tidemark.app.http.SyncToken;
import dev.tidemark.core.schema.NearMiss;
import dev.tidemark.core.sync.SyncPolicy.Atomicity;
import dev.tidemark.core.sync.spi.Mode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
      Setting.live(
          "sync.mode",
          "incremental",
          "what a cycle reads: full for whole lists, incremental for what changed",
          Values.oneOf(Mode.class));

  public static final Setting<Duration> SYNC_INTERVAL =
      Setting.live(
          "sync.interval",
          "1h",
          "from the end of one cycle to the start of the next; 15m with an API key",
          Values::someTime);

  public static final Setting<Duration> SYNC_FULL_INTERVAL =
      Setting.live(
          "sync.full-interval",
          "24h",
          "how old the last full cycle may get before the next one is full; 0s for any age",
          Values::duration);

  public static final Setting<Duration> SYNC_TIMEOUT =
      Setting.live(
          "sync.timeout", "30m", "how long a cycle may take; 0s for any time", Values::duration);

  public static final Setting<Atomicity> SYNC_ATOMICITY =
      Setting.live(
          "sync.atomicity",
          "cycle",
          "what is kept when a type fails: cycle for nothing, per-type for the types that do not"
              + " need it",
          Values.oneOf(Atomicity.class));

  public static final Setting<Boolean> SYNC_HISTORY =
      Setting.live(
          "sync.history",
          "false",
          "whether the first full cycle also reads every tombstone there ever was",
          Values::flag);

  public static final Setting<Integer> SYNC_REQUESTS_PER_HOUR =
      Setting.live(
          "sync.requests-per-hour",
          "0",
          "most requests in any hour, no fewer than the schema has types; a full cycle goes on in"
              + " the next hour; 0 for no limit",
          Values::number);

  public static final Setting<Optional<Duration>> SYNC_TOMBSTONE_RETENTION =
      Setting.live(
          "sync.tombstone-retention",
          "keep",
          "how long rows that are deleted or have vanished stay in the replica; keep for ever",
          Values::retention);

  public static final Setting<Integer> SYNC_PARENT_REQUESTS =
      Setting.live(
          "sync.parent-requests",
          "20",
          "most requests of a cycle for missing parents, 100 in each; 0 to ask for none",
          Values::number);

  public static final Setting<Duration> SYNC_PARENT_TIME =
      Setting.live(
          "sync.parent-time",
          "5m",
          "how long a cycle goes on asking for missing parents",
          Values::duration);

  public static final Setting<Integer> SYNC_SWEEP_ROWS =
      Setting.live(
          "sync.sweep-rows",
          "2000",
          "most rows of a type that a full list may lack and that are then asked for; 0 to ask for"
              + " none",
          Values::number);

  public static final Setting<Double> SYNC_SWEEP_SHARE =
      Setting.live(
          "sync.sweep-share",
          "5%",
          "most of a type's live rows that one cycle may mark as vanished",
          Values::share);

  public static final Setting<Double> SYNC_LIST_SHARE =
      Setting.live(
          "sync.list-share",
          "50%",
          "a list with less than this share of the live rows is not believed; 0% to believe all",
          Values::share);

  public static final Setting<Double> SYNC_UNDECODABLE_SHARE =
      Setting.live(
          "sync.undecodable-share",
          "10%",
          "most rows of an answer that may be impossible to decode",
          Values::share);

  public static final Setting<Long> SYNC_MEMORY_LIMIT =
      Setting.live(
          "sync.memory-limit",
          "400MB",
          "live heap above which a cycle stops before it changes anything; 0 for no limit",
          Values::size);

  public static final Setting<Long> SYNC_HEAP_WARNING =
      Setting.live(
          "sync.heap-warning",
          "400MB",
          "a cycle that has more heap in use tells so; 0 to tell nothing",
          Values::size);

  public static final Setting<Long> SYNC_RESIDENT_WARNING =
      Setting.live(
          "sync.resident-warning",
          "512MB",
          "a cycle tells when the process has had more memory than this; 0 to tell nothing",
          Values::size);

  public static final Setting<Listen> HTTP_LISTEN =
      Setting.of(
          "http.listen",
          "127.0.0.1:8080",
          "where serve answers; without an address, on all of this machine",
          Listen::parse);

  public static final Setting<Duration> HTTP_STALE_AFTER =
      Setting.live(
          "http.stale-after",
          "24h",
          "age of the data from which on /readyz says no",
          Values::someTime);

  public static final Setting<SyncToken> HTTP_SYNC_TOKEN =
      Setting.secret(
          "http.sync-token",
          "what POST /sync has to know; without it, nobody may",
          text -> new SyncToken(text.trim()));

  public static final Setting<Duration> HTTP_DRAIN =
      Setting.live(
          "http.drain",
          "10s",
          "how long a running cycle may go on when serve is stopped",
          Values::duration);

  public static final Setting<Integer> STATE_FLUSH_THRESHOLD =
      Setting.live(
          "state.flush-threshold",
          "1000",
          "changes of counters and the like from which on they are written at once; 0 for any",
          Values::number);

  public static final Setting<Duration> STATE_FLUSH_INTERVAL =
      Setting.live(
          "state.flush-interval",
          "1m",
          "age of such changes from which on they are written however few there are",
          Values::duration);

  public static final Setting<Duration> FEED_KEEP =
      Setting.live(
          "feed.keep",
          "7d",
          "changes younger than this stay in the feed, though every mirror has them",
          Values::duration);

  public static final Setting<Integer> FEED_CEILING =
      Setting.live(
          "feed.ceiling",
          "1000000",
          "changes that a mirror may be behind before the feed does not wait for it any longer",
          Values::number);

  public static final Setting<Path> ROLLUP_DEFINITIONS =
      Setting.optional(
          "rollup.definitions",
          "file that says what is added up besides changes and requests",
          Values::path);

  public static final Setting<Duration> ROLLUP_EVERY =
      Setting.of(
          "rollup.every",
          "5m",
          "how often rollups take in what has changed; 100ms or more",
          Values.atLeast("100ms"));

  public static final Setting<Duration> ROLLUP_VERIFY_EVERY =
      Setting.of(
          "rollup.verify-every",
          "24h",
          "how often some cells of each rollup are compared with what they add up; 10s or more",
          Values.atLeast("10s"));

  public static final DatabaseSettings LEADERSHIP =
      DatabaseSettings.in("leadership", "whose lock says which process writes");

  public static final Setting<String> LEADERSHIP_NAME =
      Setting.of(
          "leadership.name",
          "tidemark",
          "name of that lock; the same in all processes of which one is to write",
          Values::text);

  private static final List<Setting<?>> OF_SYNC =
      List.of(
          DATA,
          SCHEMA,
          UPSTREAM_URL,
          UPSTREAM_API_KEY,
          UPSTREAM_MIN_SPACING,
          SYNC_MODE,
          SYNC_INTERVAL,
          SYNC_FULL_INTERVAL,
          SYNC_TIMEOUT,
          SYNC_ATOMICITY,
          SYNC_HISTORY,
          SYNC_REQUESTS_PER_HOUR,
          SYNC_TOMBSTONE_RETENTION,
          SYNC_PARENT_REQUESTS,
          SYNC_PARENT_TIME,
          SYNC_SWEEP_ROWS,
          SYNC_SWEEP_SHARE,
          SYNC_LIST_SHARE,
          SYNC_UNDECODABLE_SHARE,
          SYNC_MEMORY_LIMIT,
          SYNC_HEAP_WARNING,
          SYNC_RESIDENT_WARNING,
          HTTP_LISTEN,
          HTTP_STALE_AFTER,
          HTTP_SYNC_TOKEN,
          HTTP_DRAIN,
          STATE_FLUSH_THRESHOLD,
          STATE_FLUSH_INTERVAL,
          FEED_KEEP,
          FEED_CEILING,
          ROLLUP_DEFINITIONS,
          ROLLUP_EVERY,
          ROLLUP_VERIFY_EVERY,
          LEADERSHIP.url(),
          LEADERSHIP.user(),
          LEADERSHIP.password(),
          LEADERSHIP.tls(),
          LEADERSHIP.trustStore(),
          LEADERSHIP.trustStorePassword(),
          LEADERSHIP_NAME);

  private static final List<Setting<?>> SINGLE =
      Stream.of(OF_SYNC, QuicSettings.ALL, PublishSettings.ALL, EdgeSettings.ALL)
          .flatMap(List::stream)
          .toList();

  /** All as they are declared, those of any mirror with a name that stands for it. */
  static final List<Setting<?>> DECLARED = all(List.of(Setting.NAME));

  private Settings() {}

  /** All that there are with mirrors of these names. */
  static List<Setting<?>> all(Collection<String> mirrors) {
    return Stream.concat(SINGLE.stream(), mirrors.stream().flatMap(Settings::ofMirror)).toList();
  }

  private static Stream<Setting<?>> ofMirror(String name) {
    return MirrorSettings.ALL.stream().map(each -> each.at(name));
  }

  /** The setting of this name, if there is one. */
  public static Optional<Setting<?>> find(String name) {
    return nearby(name).stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The setting of this environment variable, if there is one. */
  static Optional<Setting<?>> ofVariable(String variable) {
    return SINGLE.stream()
        .filter(each -> each.variable().equals(variable))
        .findFirst()
        .or(() -> MirrorSettings.ofVariable(variable));
  }

  /** What somebody may have meant who wrote the name of no setting. */
  public static String hint(String name) {
    return MirrorSettings.objection(name)
        .orElseGet(() -> NearMiss.hint(name, nearby(name).stream().map(Setting::name).toList()));
  }

  /** What somebody may have meant who set a variable of no setting. */
  static String hintOfVariable(String variable) {
    return NearMiss.hint(
        variable,
        Stream.concat(SINGLE.stream(), MirrorSettings.near(variable))
            .map(Setting::variable)
            .toList());
  }

  private static List<Setting<?>> nearby(String name) {
    return all(MirrorSettings.nameIn(name).map(List::of).orElse(List.of()));
  }
}
