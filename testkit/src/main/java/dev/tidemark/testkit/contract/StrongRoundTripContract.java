package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.spi.StoredRow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A row of the strong tier reads back as it was written, also after opening again. */
public interface StrongRoundTripContract extends StrongStoreFixture {

  @Test
  default void roundTrip_integersAtTheirLimits_areKept() {
    assertKept(Limits.integers(StateSample.STRONG_EVERY));
  }

  @Test
  default void roundTrip_keysAtTheirLimits_areKept() {
    assertKept(Limits.keys(StateSample.STRONG_EVERY));
  }

  @Test
  default void roundTrip_realsAtTheirLimits_areKept() {
    assertKept(Limits.reals(StateSample.STRONG_EVERY));
  }

  @Test
  default void roundTrip_negativeZero_staysZero() {
    Row row = Limits.negativeZero(StateSample.STRONG_EVERY);
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insert(row);

    assertThat(rows.rows(row.type()).get(0).value("real")).isIn(0.0, -0.0);
  }

  @Test
  default void roundTrip_textsAtTheirLimits_areKept() {
    assertKept(Limits.texts(StateSample.STRONG_EVERY));
  }

  @Test
  default void roundTrip_booleans_areKept() {
    assertKept(Limits.booleans(StateSample.STRONG_EVERY));
  }

  @Test
  default void roundTrip_json_isKeptToTheLetter() {
    assertKept(Limits.json(StateSample.STRONG_EVERY));
  }

  @Test
  default void roundTrip_instantsOfEveryPrecision_areKept() {
    for (String field : List.of("seconds", "millis", "micros", "nanos")) {
      assertKept(Limits.instants(StateSample.STRONG_EVERY, field));
    }
  }

  @Test
  default void roundTrip_nulls_areKept() {
    assertKept(List.of(Limits.nulls(StateSample.STRONG_EVERY)));
  }

  @Test
  default void roundTrip_compositeKeys_areKept() {
    assertKept(
        List.of(
            StateSample.account("", Long.MIN_VALUE),
            StateSample.account("a", 1, "owner", "it's \"me\"", "platform_id", "[1,\"a\"]"),
            StateSample.account("a", 11),
            StateSample.account("😀", Long.MAX_VALUE)));
  }

  private void assertKept(List<Row> expected) {
    StrongRows rows = new StrongRows(newStore(StateSample.SCHEMA));
    rows.insertAll(expected);
    assertHas(rows, expected);
    assertHas(new StrongRows(reopen(rows.store())), expected);
  }

  private static void assertHas(StrongRows rows, List<Row> expected) {
    EntityType type = expected.get(0).type();
    assertThat(rows.rows(type)).containsExactlyElementsOf(expected);
    for (Row row : expected) {
      Optional<StoredRow> found = rows.find(type, row.key());
      assertThat(found.map(StoredRow::row)).as("found by its key").contains(row);
    }
  }
}
