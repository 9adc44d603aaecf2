package dev.tidemark.app.config;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.feed.RetentionPolicy;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.state.FlushPolicy;
import dev.tidemark.core.sync.SchedulePolicy;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPolicy.Asking;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a configuration asks of the cycles, of the state, of the feed, of the mirrors and of the
 * snapshots.
 *
 * @param sync limits of each cycle
 * @param schedule when they run by themselves
 * @param flush when the weak state is written
 * @param feed how long the change feed keeps what it has
 * @param mirrors how those are kept that are enabled, by their names
 * @param publisher when snapshots are published
 */
public record Policies(
    SyncPolicy sync,
    SchedulePolicy schedule,
    FlushPolicy flush,
    RetentionPolicy feed,
    Map<String, MirrorPolicy> mirrors,
    PublisherPolicy publisher) {

  public Policies {
    mirrors = Map.copyOf(mirrors);
  }

  /**
   * The policies for this schema.
   *
   * @throws InvalidConfigurationException if no cycle of this schema could keep to them
   */
  public static Policies of(Configuration configuration, Schema schema) {
    return new Policies(
        sync(configuration, schema),
        schedule(configuration),
        flush(configuration),
        new RetentionPolicy(
            configuration.get(Settings.FEED_KEEP), configuration.get(Settings.FEED_CEILING)),
        ofMirrors(configuration),
        ofPublisher(configuration));
  }

  /** When snapshots are published; whatever the cycles could do. */
  public static PublisherPolicy ofPublisher(Configuration configuration) {
    PublisherPolicy usual = PublisherPolicy.DEFAULTS;
    return new PublisherPolicy(
        configuration.get(PublishSettings.QUIET_PERIOD),
        configuration.get(PublishSettings.MAX_DELAY),
        usual.poll(),
        configuration.get(PublishSettings.RECONCILE_EVERY),
        usual.restampAfter(),
        configuration.get(PublishSettings.TIMEOUT),
        usual.firstRetry(),
        usual.lastRetry());
  }

  /** How the mirrors are kept that are enabled, by their names; whatever the cycles could do. */
  public static Map<String, MirrorPolicy> ofMirrors(Configuration configuration) {
    return ConfiguredMirror.all(configuration).stream()
        .map(ConfiguredMirror::name)
        .collect(Collectors.toMap(name -> name, name -> mirror(configuration, name)));
  }

  private static MirrorPolicy mirror(Configuration configuration, String name) {
    return MirrorPolicy.defaults()
        .verifyingEvery(configuration.get(MirrorSettings.VERIFY_EVERY.at(name)))
        .removingAtMost(configuration.get(MirrorSettings.MAX_SHARE.at(name)));
  }

  /** How the mirror of this name is kept; as is usual where it is not enabled. */
  public MirrorPolicy mirror(String name) {
    return mirrors.getOrDefault(name, MirrorPolicy.defaults());
  }

  private static FlushPolicy flush(Configuration configuration) {
    return FlushPolicy.of(
        configuration.get(Settings.STATE_FLUSH_THRESHOLD),
        configuration.get(Settings.STATE_FLUSH_INTERVAL));
  }

  private static SchedulePolicy schedule(Configuration configuration) {
    return SchedulePolicy.every(configuration.get(Settings.SYNC_INTERVAL))
        .withMode(configuration.get(Settings.SYNC_MODE));
  }

  private static SyncPolicy sync(Configuration configuration, Schema schema) {
    SyncPolicy.Builder policy =
        SyncPolicy.builder()
            .fullInterval(configuration.get(Settings.SYNC_FULL_INTERVAL))
            .timeout(configuration.get(Settings.SYNC_TIMEOUT))
            .atomicity(configuration.get(Settings.SYNC_ATOMICITY))
            .history(configuration.get(Settings.SYNC_HISTORY))
            .requestsPerHour(requestsPerHour(configuration, schema))
            .parents(parents(configuration))
            .sweep(sweep(configuration))
            .guards(guards(configuration));
    configuration.get(Settings.SYNC_TOMBSTONE_RETENTION).ifPresent(policy::retention);
    return policy.build();
  }

  /** With fewer requests than types, not even the smallest cycle would ever come to its end. */
  private static int requestsPerHour(Configuration configuration, Schema schema) {
    int limit = configuration.get(Settings.SYNC_REQUESTS_PER_HOUR);
    int types = schema.types().size();
    if (limit > 0 && limit < types) {
      throw new InvalidConfigurationException(
          "configuration",
          List.of(
              ("%s: %s: expected at least %d, one request for each type of the schema %s, or 0"
                      + " for no limit; found %d")
                  .formatted(
                      configuration.origin(Settings.SYNC_REQUESTS_PER_HOUR),
                      Settings.SYNC_REQUESTS_PER_HOUR,
                      types,
                      schema.name(),
                      limit)));
    }
    return limit;
  }

  private static Asking parents(Configuration configuration) {
    return new Asking(
        Asking.DEFAULTS.batch(),
        configuration.get(Settings.SYNC_PARENT_REQUESTS),
        configuration.get(Settings.SYNC_PARENT_TIME));
  }

  /** As many requests as the rows take that may be asked for. */
  private static SyncPolicy.Sweep sweep(Configuration configuration) {
    int rows = configuration.get(Settings.SYNC_SWEEP_ROWS);
    int batch = Asking.DEFAULTS.batch();
    return new SyncPolicy.Sweep(
        Asking.DEFAULTS.withRequests((rows + batch - 1) / batch),
        rows,
        configuration.get(Settings.SYNC_SWEEP_SHARE));
  }

  private static SyncPolicy.Guards guards(Configuration configuration) {
    return new SyncPolicy.Guards(
        configuration.get(Settings.SYNC_MEMORY_LIMIT),
        configuration.get(Settings.SYNC_HEAP_WARNING),
        configuration.get(Settings.SYNC_RESIDENT_WARNING),
        configuration.get(Settings.SYNC_LIST_SHARE),
        configuration.get(Settings.SYNC_UNDECODABLE_SHARE));
  }
}
