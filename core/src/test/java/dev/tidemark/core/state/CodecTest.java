package dev.tidemark.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CodecTest {

  private static final EntityType LEASE =
      EntityType.named("lease")
          .key("platform_id", "account")
          .text("platform_id", "account")
          .integer("hits", "port")
          .real("weight")
          .bool("evicted")
          .instant("expires_at", Precision.MILLIS)
          .text("note")
          .nullable("note")
          .build();

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");

  record Lease(
      String account,
      String platformId,
      long hits,
      int port,
      double weight,
      boolean evicted,
      Instant expiresAt,
      Optional<String> note) {}

  private final Codec<Lease> codec = Codec.records(LEASE, Lease.class);

  @Test
  void records_thereAndBack_areTheSame() {
    Lease lease = new Lease("a", "p", 7, 443, 0.5, true, NOON, Optional.of("n"));

    assertThat(codec.decode(codec.encode(lease))).isEqualTo(lease);
    assertThat(codec.key(lease)).isEqualTo(RowKey.of("p", "a"));
    assertThat(codec.encode(lease).key()).isEqualTo(codec.key(lease));
    assertThat(codec.encode(lease).missing()).isEmpty();
  }

  @Test
  void records_absentOptional_isNull() {
    Lease lease = new Lease("a", "p", 7, 443, 0.5, false, NOON, Optional.empty());

    assertThat(codec.encode(lease).value("note")).isNull();
    assertThat(codec.decode(codec.encode(lease))).isEqualTo(lease);
  }

  @Test
  void decode_numberThatIsTooLarge_throws() {
    Row row = codec.encode(new Lease("a", "p", 7, 443, 0.5, false, NOON, Optional.empty()));
    Row.Builder large = Row.builder(LEASE);
    for (int i = 0; i < LEASE.fields().size(); i++) {
      large.set(i, i == LEASE.indexOf("port") ? (Object) Long.MAX_VALUE : row.value(i));
    }

    assertThatThrownBy(() -> codec.decode(large.build())).isInstanceOf(ArithmeticException.class);
  }

  record Odd(String account, int platformId, String color, Optional<Long> note) {}

  @Test
  void records_thatDoNotFit_areRefusedWithEveryProblem() {
    assertThatThrownBy(() -> Codec.records(LEASE, Odd.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "record Odd for lease: platformId is int, which does not hold text; no field for the"
                + " component color; note is Long, which does not hold text?; no component for the"
                + " field hits; no component for the field port; no component for the field weight;"
                + " no component for the field evicted; no component for the field expires_at");
  }

  record Few(String account, String platformId) {}

  @Test
  void records_withoutAComponentForAField_areRefused() {
    assertThatThrownBy(() -> Codec.records(LEASE, Few.class))
        .hasMessageContaining("no component for the field hits")
        .hasMessageContaining("no component for the field note");
  }

  private static final EntityType STREAK =
      EntityType.named("streak").key("id").integer("id", "failures_in_a_row").build();

  record Streak(long id, long failuresInARow) {}

  @Test
  void records_singleLetterBetweenWords_isAWord() {
    Codec<Streak> streaks = Codec.records(STREAK, Streak.class);

    assertThat(streaks.encode(new Streak(1, 7)).value("failures_in_a_row")).isEqualTo(7L);
  }

  private static final EntityType POSITIVE =
      EntityType.named("positive").key("id").integer("id").build();

  record Positive(long id) {
    Positive {
      if (id <= 0) {
        throw new IllegalArgumentException("expected a positive id, found " + id);
      }
    }
  }

  @Test
  void decode_whatTheRecordRefuses_throwsWhatItThrew() {
    Codec<Positive> positives = Codec.records(POSITIVE, Positive.class);

    assertThatThrownBy(() -> positives.decode(Row.of(POSITIVE, Map.of("id", -1L))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a positive id, found -1");
  }

  @Test
  void records_ofOneTypeAndRecord_areTheSame() {
    assertThat(Codec.records(LEASE, Lease.class)).isEqualTo(codec).hasSameHashCodeAs(codec);
    assertThat(codec).isNotEqualTo(Codec.records(POSITIVE, Positive.class));
  }

  @Test
  void rows_standForThemselves() {
    Row row = Row.of(POSITIVE, Map.of("id", 3L));

    assertThat(Codec.rows(POSITIVE).decode(Codec.rows(POSITIVE).encode(row))).isSameAs(row);
    assertThat(Codec.rows(POSITIVE).key(row)).isEqualTo(RowKey.of(3L));
  }
}
