package dev.tidemark.app.report;

import dev.tidemark.core.rollup.Bucket;
import dev.tidemark.core.rollup.RollupCell;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rollup of calls, by country and service. */
final class Traffic {

  static final EntityType CALL =
      EntityType.named("call")
          .key("id")
          .integer("id")
          .text("country", "service")
          .integer("bytes")
          .instant("at", Precision.SECONDS)
          .build();

  static final RollupPlan HOURLY = plan(Bucket.HOUR);
  static final RollupPlan DAILY = plan(Bucket.DAY);

  private Traffic() {}

  /** Its first measure does not add up. */
  private static RollupPlan plan(Bucket bucket) {
    return RollupPlan.of(
        RollupDefinition.named("traffic")
            .of("call", "at")
            .per(bucket)
            .key("country", "country")
            .key("service", "service")
            .distinct("kinds", "service")
            .count("calls")
            .max("last", "at")
            .build(),
        List.of(CALL));
  }

  static RollupCell cell(
      String bucket, @Nullable String country, @Nullable String service, long calls) {
    Instant at = Instant.parse(bucket);
    return new RollupCell(
        at, Arrays.asList(country, service), Arrays.asList(1L, calls, at.plusSeconds(59)));
  }
}
