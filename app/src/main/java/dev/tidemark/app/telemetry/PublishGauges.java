package dev.tidemark.app.telemetry;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.PublicationStanding;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.TargetStanding;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How publishing stands, looked at once whenever somebody asks; no target is asked. Targets come
 * and go, and their series with them. Of what cannot be read there is none. Safe for use by many
 * threads.
 */
final class PublishGauges {

  private final Publisher publisher;
  private final Clock clock;
  private final MultiGauge sizes;
  private final MultiGauge ages;
  private final MultiGauge current;
  private final MultiGauge failures;

  PublishGauges(Publisher publisher, Clock clock, MeterRegistry registry) {
    this.publisher = publisher;
    this.clock = clock;
    this.sizes = gauge("tidemark.snapshot.size", "size of the newest", "bytes", registry);
    this.ages = gauge("tidemark.snapshot.age", "time since it was built", "seconds", registry);
    this.current = gauge("tidemark.snapshot.current", "1 if a target has it", "", registry);
    this.failures = gauge("tidemark.snapshot.failing", "failed pushes in a row", "", registry);
  }

  private static MultiGauge gauge(
      String name, String description, String unit, MeterRegistry registry) {
    MultiGauge.Builder builder = MultiGauge.builder(name).description(description);
    return (unit.isEmpty() ? builder : builder.baseUnit(unit)).register(registry);
  }

  /**
   * @return what was seen
   */
  List<PublicationStanding> look() {
    List<PublicationStanding> all = standings();
    sizes.register(snapshots(all, SnapshotManifest::size), true);
    ages.register(snapshots(all, manifest -> since(manifest.built())), true);
    current.register(targets(all, each -> each.isCurrent() ? 1 : 0), true);
    failures.register(targets(all, TargetStanding::attempts), true);
    return all;
  }

  private List<PublicationStanding> standings() {
    try {
      return publisher.standings();
    } catch (StorageException unreadable) {
      return List.of();
    }
  }

  private static List<Row<?>> snapshots(
      List<PublicationStanding> all, ToDoubleFunction<SnapshotManifest> value) {
    List<Row<?>> rows = new ArrayList<>();
    for (PublicationStanding each : all) {
      Optional<Double> known = each.newest().map(value::applyAsDouble);
      rows.add(Row.of(Tags.of("snapshot", each.snapshot()), known.orElse(Double.NaN)));
    }
    return rows;
  }

  /** Of those only that are pushed to. */
  private static List<Row<?>> targets(
      List<PublicationStanding> all, ToDoubleFunction<TargetStanding> value) {
    List<Row<?>> rows = new ArrayList<>();
    for (PublicationStanding snapshot : all) {
      for (TargetStanding each : snapshot.targets()) {
        if (each.wanted().isPresent()) {
          Tags tags = Tags.of("snapshot", snapshot.snapshot(), "target", each.target().name());
          rows.add(Row.of(tags, value.applyAsDouble(each)));
        }
      }
    }
    return rows;
  }

  private double since(Instant at) {
    return Math.max(0, Duration.between(at, clock.instant()).toMillis() / 1_000.0);
  }
}
