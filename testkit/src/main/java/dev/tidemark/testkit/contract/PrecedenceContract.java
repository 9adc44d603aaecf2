package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Source;
import dev.tidemark.core.sync.spi.Staging;
import dev.tidemark.core.sync.spi.Tally;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Which of several rows of one key is the truth. A list may come from a stale cache of the
 * upstream; what was answered live is the truth whatever its version says.
 */
public interface PrecedenceContract extends ReplicaFixture {

  @Test
  default void list_olderThanStored_replacesNothing() {
    Row stored = Sample.live(Sample.ORG, 1, 5, "name", "newer");
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(stored);

      Applied applied = cycles.list(Sample.live(Sample.ORG, 1, 4, "name", "stale"));

      assertThat(Cycles.total(applied)).isEqualTo(new Tally(1, 0, 0, 0, 1, 0, 0, 0, 0, 0));
      assertThat(cycles.rows(Sample.ORG)).containsExactly(stored);
    }
  }

  @Test
  default void list_olderThanStoredTombstone_doesNotRaiseTheDead() {
    Row tombstone = Sample.dead(Sample.ORG, 1, 5);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(tombstone);
      cycles.list(Sample.live(Sample.ORG, 1, 4));

      assertThat(cycles.rows(Sample.ORG)).containsExactly(tombstone);
    }
  }

  @Test
  default void list_ofStoredVersion_replacesContent() {
    Row changed = Sample.live(Sample.ORG, 1, 5, "name", "changed without a newer version");
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 5));

      assertThat(Cycles.total(cycles.list(changed)).updated()).isEqualTo(1);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(changed);
    }
  }

  @Test
  default void list_newerThanStored_replaces() {
    Row newer = Sample.live(Sample.ORG, 1, 6);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 5));
      cycles.list(newer);

      assertThat(cycles.rows(Sample.ORG)).containsExactly(newer);
    }
  }

  /** Else a row that once came with a version of the far future could never be corrected. */
  @Test
  default void list_olderThanStoredVersionBeyondTheHorizon_replaces() {
    Row corrected = Sample.live(Sample.ORG, 1, 5);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1_001));
      cycles.list(corrected);

      assertThat(cycles.rows(Sample.ORG)).containsExactly(corrected);
    }
  }

  @Test
  default void list_olderThanStoredVersionAtTheHorizon_replacesNothing() {
    Row atHorizon = Sample.live(Sample.ORG, 1, 1_000);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(atHorizon);
      cycles.list(Sample.live(Sample.ORG, 1, 5));

      assertThat(cycles.rows(Sample.ORG)).containsExactly(atHorizon);
    }
  }

  /** Versions of one field compare as time, in every precision and across the years. */
  @Test
  default void list_versionsInMillis_compareAsTime() {
    Row stored =
        Sample.of(Sample.PORT, "ix_id", 1L, "label", "a", "updated", Sample.day(1).plusMillis(10));
    Row older =
        Sample.of(Sample.PORT, "ix_id", 1L, "label", "a", "updated", Sample.day(1).plusMillis(9));
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(stored);
      cycles.list(older);

      assertThat(cycles.rows(Sample.PORT)).containsExactly(stored);
    }
  }

  @Test
  default void live_olderThanStored_replaces() {
    Row older = Sample.live(Sample.ORG, 1, 4);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 5));

      assertThat(Cycles.total(cycles.live(older)).updated()).isEqualTo(1);
      assertThat(cycles.rows(Sample.ORG)).containsExactly(older);
    }
  }

  @Test
  default void staged_liveAndListed_liveWinsInEitherOrder() {
    Row live = Sample.live(Sample.ORG, 1, 4, "name", "live");
    Row listed = Sample.live(Sample.ORG, 1, 5, "name", "listed");
    assertWins(live, both(Source.LIVE, live, Source.LIST, listed));
    assertWins(live, both(Source.LIST, listed, Source.LIVE, live));
  }

  @Test
  default void staged_twoVersionsFromOneSource_newerWinsInEitherOrder() {
    Row older = Sample.live(Sample.ORG, 1, 4);
    Row newer = Sample.live(Sample.ORG, 1, 5);
    for (Source source : Source.values()) {
      assertWins(newer, both(source, older, source, newer));
      assertWins(newer, both(source, newer, source, older));
    }
  }

  @Test
  default void staged_oneVersionTwice_laterWins() {
    Row first = Sample.live(Sample.ORG, 1, 4, "name", "first");
    Row second = Sample.live(Sample.ORG, 1, 4, "name", "second");
    assertWins(second, both(Source.LIVE, first, Source.LIVE, second));
    assertWins(first, both(Source.LIST, second, Source.LIST, first));
  }

  @Test
  default void staged_twiceWithoutVersions_liveThenLaterWins() {
    Row first = Sample.word("w", "first");
    Row second = Sample.word("w", "second");
    assertWins(second, both(Source.LIST, first, Source.LIST, second));
    assertWins(first, both(Source.LIVE, first, Source.LIST, second));
  }

  private void assertWins(Row winner, Consumer<Staging> both) {
    try (Cycles cycles = new Cycles(this)) {
      Applied applied = cycles.run(both);

      assertThat(cycles.rows(winner.type())).containsExactly(winner);
      assertThat(Cycles.total(applied)).isEqualTo(new Tally(1, 1, 0, 0, 0, 0, 0, 0, 0, 0));
    }
  }

  private static Consumer<Staging> both(Source oneSource, Row one, Source otherSource, Row other) {
    return staging -> {
      Cycles.stage(staging, oneSource, one);
      Cycles.stage(staging, otherSource, other);
    };
  }
}
