package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.spi.FlushStep;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A row of the weak tier reads back as it was written, also after opening again. */
public interface WeakRoundTripContract extends WeakStoreFixture {

  @Test
  default void roundTrip_integersAtTheirLimits_areKept() {
    assertKept(Limits.integers(StateSample.WEAK_EVERY));
  }

  @Test
  default void roundTrip_keysAtTheirLimits_areKept() {
    assertKept(Limits.keys(StateSample.WEAK_EVERY));
  }

  @Test
  default void roundTrip_realsAtTheirLimits_areKept() {
    assertKept(Limits.reals(StateSample.WEAK_EVERY));
  }

  @Test
  default void roundTrip_negativeZero_staysZero() {
    Row row = Limits.negativeZero(StateSample.WEAK_EVERY);
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      tiers.flush(1, StateSample.upsert(row));

      assertThat(tiers.rows(row.type()).get(0).value("real")).isIn(0.0, -0.0);
    }
  }

  @Test
  default void roundTrip_textsAtTheirLimits_areKept() {
    assertKept(Limits.texts(StateSample.WEAK_EVERY));
  }

  @Test
  default void roundTrip_booleans_areKept() {
    assertKept(Limits.booleans(StateSample.WEAK_EVERY));
  }

  @Test
  default void roundTrip_json_isKeptToTheLetter() {
    assertKept(Limits.json(StateSample.WEAK_EVERY));
  }

  @Test
  default void roundTrip_instantsOfEveryPrecision_areKept() {
    for (String field : List.of("seconds", "millis", "micros", "nanos")) {
      assertKept(Limits.instants(StateSample.WEAK_EVERY, field));
    }
  }

  @Test
  default void roundTrip_nulls_areKept() {
    assertKept(List.of(Limits.nulls(StateSample.WEAK_EVERY)));
  }

  @Test
  default void roundTrip_compositeKeys_areKept() {
    assertKept(
        List.of(
            StateSample.latency("", "it's \"quoted\""),
            StateSample.latency("a", "[1,\"a\"]"),
            StateSample.latency("a", "😀")));
    assertKept(List.of(StateSample.hop(Long.MIN_VALUE, 1), StateSample.hop(2, Long.MAX_VALUE)));
  }

  private void assertKept(List<Row> expected) {
    try (Tiers tiers = newTiers(StateSample.SCHEMA)) {
      tiers.flush(1, new FlushStep.Upsert(expected.get(0).type(), expected));
      assertHas(tiers, expected);
      try (Tiers again = tiers.reopen()) {
        assertHas(again, expected);
      }
    }
  }

  private static void assertHas(Tiers tiers, List<Row> expected) {
    EntityType type = expected.get(0).type();
    assertThat(tiers.rows(type)).containsExactlyElementsOf(expected);
    for (Row row : expected) {
      assertThat(tiers.weak().find(type, row.key())).as("found by its key").contains(row);
    }
  }
}
