package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Change.Kind;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.Applied;
import dev.tidemark.core.sync.spi.Tally;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A row that had vanished and comes again is back, which is a change whatever its content. */
public interface RevivalContract extends ReplicaFixture {

  @Test
  default void vanished_comesAgainAsItWas_isBack() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    Row word = Sample.word("w", "");
    Row port = Sample.port(1, "a", "", 1);
    for (Row row : new Row[] {org, word, port}) {
      try (Cycles cycles = vanished(row)) {
        assertRevived(cycles.live(row), cycles, row);
      }
      try (Cycles cycles = vanished(row)) {
        assertRevived(cycles.list(row), cycles, row);
      }
    }
  }

  @Test
  default void vanished_comesAgainChanged_isBackWithTheNewContent() {
    Row changed = Sample.live(Sample.ORG, 1, 2, "name", "changed");
    try (Cycles cycles = vanished(Sample.live(Sample.ORG, 1, 1))) {
      assertRevived(cycles.list(changed), cycles, changed);
      assertThat(Cycles.total(cycles.list(changed)).unchanged()).isEqualTo(1);
    }
  }

  /** It was not live before, so nothing is deleted. */
  @Test
  default void vanished_comesAgainAsTombstone_isThatTombstone() {
    Row dead = Sample.dead(Sample.ORG, 1, 2);
    try (Cycles cycles = vanished(Sample.live(Sample.ORG, 1, 1))) {
      assertRevived(cycles.live(dead), cycles, dead);
    }
  }

  /** A list may be older than the moment in which the row vanished. */
  @Test
  default void vanished_comesAgainInAListInAnOlderVersion_staysVanished() {
    Row org = Sample.live(Sample.ORG, 1, 5);
    try (Cycles cycles = vanished(org)) {
      Instant at = cycles.now();
      Applied applied = cycles.list(Sample.live(Sample.ORG, 1, 4));

      assertThat(Cycles.total(applied)).isEqualTo(new Tally(1, 0, 0, 0, 1, 0, 0, 0, 0, 0));
      assertThat(cycles.rows(Sample.ORG)).containsExactly(Sample.vanished(org, at));
    }
  }

  @Test
  default void vanished_comesAgainLiveInAnOlderVersion_isBack() {
    Row older = Sample.live(Sample.ORG, 1, 4);
    try (Cycles cycles = vanished(Sample.live(Sample.ORG, 1, 5))) {
      assertRevived(cycles.live(older), cycles, older);
    }
  }

  @Test
  default void vanished_comesAgainWithoutItsParent_isBackWithIt() {
    Row ix = Sample.live(Sample.IX, 7, 1, "org_id", 1L);
    Row moved = Sample.live(Sample.IX, 7, 2, "org_id", 42L);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), ix);
      cycles.vanished(Sample.IX, ix.key());
      Instant at = cycles.now();
      cycles.live(moved);
      assertThat(cycles.rows(Sample.IX)).containsExactly(Sample.vanished(ix, at));

      Applied applied = cycles.live(Sample.live(Sample.ORG, 42, 1));

      assertThat(applied.tallies().get(Sample.IX))
          .isEqualTo(new Tally(0, 0, 1, 0, 0, 0, 1, 0, 0, 0));
      assertThat(cycles.rows(Sample.IX)).containsExactly(moved);
    }
  }

  @Test
  default void vanished_backAndGoneAgain_isMarkedAnew() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    try (Cycles cycles = vanished(org)) {
      cycles.live(org);
      assertThat(Cycles.total(cycles.vanished(Sample.ORG, org.key())).vanished()).isEqualTo(1);

      assertThat(cycles.rows(Sample.ORG)).containsExactly(Sample.vanished(org, cycles.now()));
      assertThat(cycles.changes())
          .extracting(Change::kind)
          .containsExactly(Kind.INSERT, Kind.DELETE, Kind.UPDATE, Kind.DELETE);
    }
  }

  private Cycles vanished(Row row) {
    Cycles cycles = new Cycles(this);
    cycles.live(row);
    cycles.vanished(row.type(), row.key());
    return cycles;
  }

  private static void assertRevived(Applied applied, Cycles cycles, Row row) {
    assertThat(Cycles.total(applied)).isEqualTo(new Tally(1, 0, 1, 0, 0, 0, 0, 0, 0, 0));
    assertThat(cycles.rows(row.type())).containsExactly(row);
    assertThat(cycles.changes())
        .extracting(Change::kind)
        .containsExactly(Kind.INSERT, Kind.DELETE, Kind.UPDATE);
  }
}
