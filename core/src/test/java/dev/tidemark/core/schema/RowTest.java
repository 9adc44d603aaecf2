package dev.tidemark.core.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RowTest {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.987Z");
  private static final EntityType TYPE =
      EntityType.named("net")
          .key("id")
          .integer("id")
          .text("name", "notes")
          .nullable("notes")
          .text("status")
          .instant("updated", Precision.SECONDS)
          .version("updated")
          .tombstone("status", "deleted")
          .build();

  @Test
  void value_nullAndMissing_readTheSameButAreToldApart() {
    Row row = minimal().set(TYPE.indexOf("notes"), null).build();

    assertThat(row.value("notes")).isNull();
    assertThat(row.value("name")).isNull();
    assertThat(row.isMissing(TYPE.indexOf("notes"))).isFalse();
    assertThat(row.isMissing(TYPE.indexOf("name"))).isTrue();
    assertThat(row.missing()).containsExactly("name", "status");
    assertThat(row).isNotEqualTo(minimal().build());
  }

  @Test
  void set_instant_isCutToItsPrecision() {
    assertThat(minimal().build().value("updated")).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void set_valueOfAnotherClass_isRefused() {
    assertThatThrownBy(() -> Row.of(TYPE, Map.of("id", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("field id of net takes Long, not Integer");
  }

  @Test
  void of_unknownField_isRefused() {
    assertThatThrownBy(() -> Row.of(TYPE, Map.of("asn", 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("net has no field asn");
  }

  @Test
  void build_withoutKeyOrVersion_isRefused() {
    assertThatThrownBy(() -> Row.of(TYPE, Map.of("updated", AT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no row of net: id is missing, expected integer");
    assertThat(Row.builder(TYPE).set(0, 1L).set(TYPE.indexOf("updated"), null).problems())
        .containsExactly("updated is null, expected instant(seconds)");
  }

  @Test
  void build_nullWhereNoneMayBe_isRefusedInALiveRowAlone() {
    assertThat(minimal().set(TYPE.indexOf("name"), null).problems())
        .containsExactly("name is null, expected text");
    assertThat(
            minimal()
                .set(TYPE.indexOf("name"), null)
                .set(TYPE.indexOf("status"), "deleted")
                .problems())
        .isEmpty();
  }

  @Test
  void build_manyProblems_areAllNamedInTheOrderOfTheFields() {
    Row.Builder row =
        Row.builder(TYPE)
            .unfit(TYPE.indexOf("updated"), "a fraction")
            .set(TYPE.indexOf("name"), null)
            .unfit(TYPE.indexOf("notes"), "an array");

    assertThatThrownBy(row::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no row of net: id is missing, expected integer; name is null, expected text; notes is"
                + " an array, expected text?; updated is a fraction, expected instant(seconds)");
  }

  @Test
  void unfit_thenAValue_isARow() {
    assertThat(minimal().unfit(TYPE.indexOf("name"), "a fraction").set(1, "x").problems())
        .isEmpty();
  }

  @Test
  void builderKey_isThereWhenAllOfItIs() {
    assertThat(Row.builder(TYPE).key()).isEmpty();
    assertThat(Row.builder(TYPE).unfit(0, "text").key()).isEmpty();
    assertThat(Row.builder(TYPE).set(0, 1L).key()).contains(RowKey.of(1L));
  }

  @Test
  void isTombstone_isByTheRuleOfTheType() {
    assertThat(minimal().build().isTombstone()).isFalse();
    assertThat(minimal().set(TYPE.indexOf("status"), "ok").build().isTombstone()).isFalse();
    assertThat(minimal().set(TYPE.indexOf("status"), "deleted").build().isTombstone()).isTrue();
  }

  @Test
  void equals_isByTypeValuesAndExtra() {
    assertThat(minimal().build()).isEqualTo(minimal().build()).hasSameHashCodeAs(minimal().build());
    assertThat(minimal().extra("{\"a\":1}").build()).isNotEqualTo(minimal().build());
    assertThat(minimal().extra("{\"a\":1}").build().extra()).contains("{\"a\":1}");
  }

  @Test
  void key_isInTheOrderOfTheType() {
    EntityType port =
        EntityType.named("port").key("label", "ix").integer("ix").text("label").build();

    assertThat(Row.of(port, Map.of("ix", 1L, "label", "a")).key()).isEqualTo(RowKey.of("a", 1L));
  }

  private static Row.Builder minimal() {
    return Row.builder(TYPE).set(0, 1L).set(TYPE.indexOf("updated"), AT);
  }
}
