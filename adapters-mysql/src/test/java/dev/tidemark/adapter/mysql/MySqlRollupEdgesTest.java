package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.rollup.Changes;
import dev.tidemark.core.rollup.RollupDefinition;
import dev.tidemark.core.rollup.RollupPlan;
import dev.tidemark.core.rollup.Span;
import dev.tidemark.core.rollup.spi.RollupLeases.Acquired;
import dev.tidemark.core.rollup.spi.RollupLeases.Lease;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.model.LogEvent;
import dev.tidemark.testkit.model.LogRollup;
import dev.tidemark.testkit.model.UsageEvent;
import dev.tidemark.testkit.model.UsageRollup;
import dev.tidemark.testkit.model.UsageSchema;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Rollups where something is as it seldom is. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
@Timeout(120)
record MySqlRollupEdgesTest(MySqlServer server) {

  private static final Duration LEASE = Duration.ofMinutes(1);

  @Test
  void begin_timesInSeconds_standsAtAWholeOne() {
    EntityType tick =
        EntityType.named("tick")
            .key("id")
            .integer("id")
            .instant("at", Precision.SECONDS)
            .instant("written", Precision.MICROS)
            .build();
    RollupPlan plan =
        RollupPlan.of(
            RollupDefinition.named("ticks")
                .of("tick", "at")
                .changed(new Changes.ByTime("written", Duration.ofMinutes(5), Duration.ofDays(1)))
                .count("events")
                .build(),
            List.of(tick));
    try (MySqlRollupPlace place = new MySqlRollupPlace(server.createDatabase());
        MySqlPlace mirror = new MySqlPlace(place.database())) {
      mirror.newTarget().prepare(Schema.of("ticks", List.of(tick)));
      MySqlRollupStore store = place.newStore();
      store.prepare(plan);

      Instant stamp =
          store.walks(plan).begin(acquired(store, plan), false).stamp().time().orElseThrow();

      assertThat(stamp).isEqualTo(stamp.truncatedTo(ChronoUnit.SECONDS));
    }
  }

  private static Lease acquired(MySqlRollupStore store, RollupPlan plan) {
    return ((Acquired.Mine) store.leases(plan).acquire("one", LEASE)).lease();
  }

  @Test
  void compare_keyAndMeasureNamedLikeItsOwn_findsWhatDiffers() {
    RollupPlan plan =
        RollupPlan.of(
            RollupDefinition.named("sides")
                .of("usage", "created_at")
                .changed(new Changes.Captured())
                .key("side", "provider")
                .sum("sound", "input")
                .build(),
            UsageSchema.TYPES);
    try (Rolling rolling = Rolling.complete(server.createDatabase(), plan)) {
      rolling.put(Stream.of(UsageEvent.of(1).row()));
      rolling.advance();
      assertThat(rolling.table().compare(Rolling.ALL).mismatches()).isZero();
      rolling.database().execute("UPDATE m__rollup_sides SET sound = sound + 1");

      assertThat(rolling.table().compare(Rolling.ALL).some()).hasSize(1);
      assertThat(rolling.table().unprocessed()).isEqualTo(1);
    }
  }

  @Test
  void extent_archivingRollupThatWasNeverPrepared_isThatOfItsEvents() {
    RollupPlan plan = LogRollup.CAPTURED.plan();
    try (MySqlRollupPlace place = new MySqlRollupPlace(server.createDatabase())) {
      MySqlRollupStore store = place.newStore();
      assertThat(store.walks(plan).extent()).isEmpty();

      place.source().putAll(List.of(LogEvent.of(1).row()));

      assertThat(store.walks(plan).extent().map(Span::from))
          .contains(UsageEvent.at("10:15").truncatedTo(ChronoUnit.DAYS));
    }
  }

  /** As after a trigger was missing. */
  @Test
  void extent_cellThatOutlivedItsEvents_isInItAndIsFilledAway() {
    RollupPlan plan = UsageRollup.CAPTURED.plan();
    try (Rolling rolling = Rolling.complete(server.createDatabase(), plan)) {
      rolling.put(
          Stream.of(UsageEvent.of(1).when("08:15").row(), UsageEvent.of(2).when("12:15").row()));
      rolling.advance();
      rolling
          .database()
          .execute(
              "DROP TRIGGER m__rollup_usage_captured_e_ad", "DELETE FROM m_usage WHERE id = 1");

      assertThat(rolling.store().walks(plan).extent())
          .contains(new Span(UsageEvent.at("08:00"), UsageEvent.at("13:00")));
      rolling.store().prepare(plan);
      rolling.fill();
      rolling.assertConverged();
    }
  }

  @Test
  void acquire_leaseFromBeforeTheClockWasSetBack_isTakenOver() {
    RollupPlan plan = UsageRollup.CAPTURED.plan();
    try (MySqlRollupPlace place = new MySqlRollupPlace(server.createDatabase())) {
      MySqlRollupStore store = place.newStore();
      store.prepare(plan);
      Lease first = acquired(store, plan);
      assertThat(store.leases(plan).acquire("other", LEASE)).isInstanceOf(Acquired.Busy.class);

      place.age(Duration.ofDays(-2));

      assertThat(acquired(store, plan).token()).isGreaterThan(first.token());
    }
  }
}
