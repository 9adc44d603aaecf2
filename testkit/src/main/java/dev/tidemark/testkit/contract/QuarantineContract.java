package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Quarantined;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Tally;
import dev.tidemark.core.sync.spi.Undecodable;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows that cannot be decoded are kept with their reason until they can. */
public interface QuarantineContract extends ReplicaFixture {

  @Test
  default void undecodable_isKeptWithItsReason() {
    try (Cycles cycles = new Cycles(this)) {
      Tally tally =
          Cycles.total(
              cycles.undecodable(Sample.ORG, seven(), "name is 1", "{\"name\":1,\"x\":\"😀\"}"));

      assertThat(tally).isEqualTo(new Tally(0, 0, 0, 0, 0, 0, 0, 1, 0, 0));
      assertThat(cycles.quarantined())
          .containsExactly(
              new Quarantined(
                  "org", Optional.of("7"), "name is 1", "{\"name\":1,\"x\":\"😀\"}", cycles.now()));
      assertThat(cycles.counts(Sample.ORG).quarantined()).isEqualTo(1);
      assertThat(cycles.counts(Sample.ORG).rows()).isZero();
      assertThat(cycles.changes()).isEmpty();
    }
  }

  @Test
  default void undecodable_leavesStoredRowAsItIs() {
    Row stored = Sample.live(Sample.ORG, 7, 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(stored);
      cycles.undecodable(Sample.ORG, seven(), "name is 1", "{}");

      assertThat(cycles.rows(Sample.ORG)).containsExactly(stored);
    }
  }

  @Test
  default void undecodable_again_isKeptOnceWithTheNewReasonAndTheFirstTime() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.undecodable(Sample.ORG, seven(), "name is 1", "{\"name\":1}");
      Instant first = cycles.now();
      cycles.reopen();
      cycles.undecodable(Sample.ORG, seven(), "name is 2", "{\"name\":2}");

      assertThat(cycles.quarantined())
          .containsExactly(
              new Quarantined("org", Optional.of("7"), "name is 2", "{\"name\":2}", first));
    }
  }

  @Test
  default void undecodable_withoutKey_isKeptOncePerContent() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.undecodable(Sample.ORG, Optional.empty(), "id is missing", "{\"a\":1}");
      Instant first = cycles.now();
      cycles.undecodable(Sample.ORG, Optional.empty(), "id is missing", "{\"a\":1}");
      cycles.undecodable(Sample.ORG, Optional.empty(), "id is missing", "{\"a\":2}");

      assertThat(cycles.quarantined())
          .containsExactly(
              new Quarantined("org", Optional.empty(), "id is missing", "{\"a\":2}", cycles.now()),
              new Quarantined("org", Optional.empty(), "id is missing", "{\"a\":1}", first));
    }
  }

  @Test
  default void undecodable_withoutKeyButLikeAKey_isAnotherRow() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.undecodable(Sample.ORG, Optional.of(RowKey.of(42L)), "name is null", "{\"id\":42}");
      cycles.undecodable(Sample.ORG, Optional.empty(), "expected an object", "42");

      assertThat(cycles.quarantined()).hasSize(2);
    }
  }

  @Test
  default void undecodable_ofAnotherType_isAnotherRow() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.undecodable(Sample.ORG, seven(), "bad", "{}");
      cycles.undecodable(Sample.IX, seven(), "bad", "{}");

      assertThat(cycles.quarantined()).extracting(Quarantined::type).containsExactly("ix", "org");
      assertThat(cycles.replica().held().quarantined(1))
          .extracting(Quarantined::type)
          .containsExactly("ix");
    }
  }

  @Test
  default void undecodable_ofCompositeKey_showsTheWholeKey() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.undecodable(Sample.PORT, Optional.of(RowKey.of(1L, "a")), "bad", "{}");
      assertThat(cycles.quarantined().get(0).key()).contains("[1,\"a\"]");

      cycles.live(Sample.port(1, "a", "", 1));
      assertThat(cycles.quarantined()).isEmpty();
    }
  }

  @Test
  default void quarantined_whenItsKeyDecodes_isLetGo() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.undecodable(Sample.ORG, seven(), "name is 1", "{}");
      cycles.undecodable(Sample.ORG, Optional.of(RowKey.of(8L)), "name is 1", "{}");
      cycles.live(Sample.live(Sample.ORG, 7, 1), Sample.live(Sample.ORG, 9, 1));

      assertThat(cycles.quarantined())
          .extracting(Quarantined::key)
          .containsExactly(Optional.of("8"));
      assertThat(cycles.counts(Sample.ORG).quarantined()).isEqualTo(1);
    }
  }

  @Test
  default void quarantined_whenThatKeyOfAnotherTypeDecodes_isKept() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.undecodable(Sample.IX, seven(), "bad", "{}");
      cycles.live(Sample.live(Sample.ORG, 7, 1));

      assertThat(cycles.counts(Sample.IX).quarantined()).isEqualTo(1);
    }
  }

  @Test
  default void undecodable_decodedLaterInTheSameCycle_isNotKept() {
    Row good = Sample.live(Sample.ORG, 7, 1);
    try (Cycles cycles = new Cycles(this)) {
      Applied applied =
          cycles.run(
              staging -> {
                staging
                    .sink(Sample.ORG, Source.LIST)
                    .undecodable(new Undecodable(Sample.ORG, seven(), "bad", "{}"));
                Cycles.stage(staging, Source.LIVE, good);
              });

      assertThat(Cycles.total(applied).quarantined()).isZero();
      assertThat(cycles.quarantined()).isEmpty();
      assertThat(cycles.rows(Sample.ORG)).containsExactly(good);
    }
  }

  /** The list may be older than what cannot be decoded. */
  @Test
  default void undecodable_liveBesideAListedRow_isKept() {
    Row listed = Sample.live(Sample.ORG, 7, 1);
    try (Cycles cycles = new Cycles(this)) {
      Applied applied =
          cycles.run(
              staging -> {
                Cycles.stage(staging, Source.LIST, listed);
                staging
                    .sink(Sample.ORG, Source.LIVE)
                    .undecodable(new Undecodable(Sample.ORG, seven(), "bad", "{}"));
              });

      assertThat(Cycles.total(applied)).isEqualTo(new Tally(1, 1, 0, 0, 0, 0, 0, 1, 0, 0));
      assertThat(cycles.quarantined()).hasSize(1);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(listed);
    }
  }

  @Test
  default void undecodable_parent_isStillMissing() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.undecodable(Sample.ORG, seven(), "bad", "{}");
      cycles.live(Sample.live(Sample.IX, 1, 1, "org_id", 7L));

      assertThat(cycles.counts(Sample.IX).orphans()).isEqualTo(1);
    }
  }

  private static Optional<RowKey> seven() {
    return Optional.of(RowKey.of(7L));
  }
}
