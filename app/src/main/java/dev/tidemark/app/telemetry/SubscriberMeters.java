package dev.tidemark.app.telemetry;

import dev.tidemark.core.event.Event;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Counts what an edge takes and refuses. Every series is there from the start; what peers call
 * something that is not taken here makes no new ones. Safe for use by many threads.
 */
final class SubscriberMeters implements Listener {

  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final Set<String> names;
  private final Reactions reactions =
      new Reactions()
          .when(SnapshotEvent.Received.class, this::received)
          .when(
              SnapshotEvent.Refused.class,
              event -> verdicts(OTHER, event.verdict().code()).increment())
          .when(SnapshotEvent.Installed.class, this::installed);

  /**
   * @param names of the snapshots that are taken
   */
  SubscriberMeters(MeterRegistry registry, Collection<String> names) {
    this.registry = registry;
    this.names = Set.copyOf(names);
    for (Verdict.Code code : Verdict.Code.values()) {
      verdicts(OTHER, code);
      this.names.forEach(name -> verdicts(name, code));
    }
    for (String name : this.names) {
      bytes(name);
      List.of("newer", "rollback").forEach(way -> installs(name, way));
    }
  }

  @Override
  public void on(Event event) {
    reactions.to(event);
  }

  private void received(SnapshotEvent.Received event) {
    String name = names.contains(event.snapshot()) ? event.snapshot() : OTHER;
    verdicts(name, event.verdict().code()).increment();
    if (event.bytes() > 0) {
      bytes(name).increment(event.bytes());
    }
  }

  private void installed(SnapshotEvent.Installed event) {
    installs(event.snapshot(), event.rolledBack() ? "rollback" : "newer").increment();
  }

  private Counter verdicts(String snapshot, Verdict.Code code) {
    return Counter.builder("tidemark.edge.verdicts")
        .description("what was said to offers")
        .tags("snapshot", snapshot, "code", code.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter bytes(String snapshot) {
    return Counter.builder("tidemark.edge.received")
        .description("bytes of files that came in")
        .baseUnit("bytes")
        .tags("snapshot", snapshot)
        .register(registry);
  }

  private Counter installs(String snapshot, String way) {
    return Counter.builder("tidemark.edge.installs")
        .description("how often another one was served from then on")
        .tags("snapshot", snapshot, "way", way)
        .register(registry);
  }
}
