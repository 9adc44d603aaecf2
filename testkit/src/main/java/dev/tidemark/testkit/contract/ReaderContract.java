package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is stored is found by its key and streamed in key order. */
public interface ReaderContract extends ReplicaFixture {

  @Test
  default void find_storedKey_givesTheRow() {
    Row org = Sample.live(Sample.ORG, 7, 1);
    Row dead = Sample.dead(Sample.ORG, 8, 1);
    Row ix = Sample.live(Sample.IX, 3, 1, "org_id", 7L);
    Row port = Sample.port(3, "eth\"0,😀]", "first", 1);
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(org, dead, ix, port);
      ReplicaReader reader = cycles.replica().reader();

      assertThat(reader.find(Sample.ORG, RowKey.of(7L))).contains(org);
      assertThat(reader.find(Sample.ORG, RowKey.of(8L))).contains(dead);
      assertThat(reader.find(Sample.PORT, port.key())).contains(port);
    }
  }

  @Test
  default void find_unknownOrParkedKey_givesNothing() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.IX, 3, 1, "org_id", 7L));

      assertThat(cycles.replica().reader().find(Sample.ORG, RowKey.of(7L))).isEmpty();
      assertThat(cycles.replica().reader().find(Sample.IX, RowKey.of(3L))).isEmpty();
    }
  }

  @Test
  default void scan_throwingConsumer_endsTheStreamAndLeavesTheReaderUsable() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(Sample.live(Sample.ORG, 1, 1), Sample.live(Sample.ORG, 2, 1));
      List<Row> seen = new ArrayList<>();

      assertThatThrownBy(() -> cycles.replica().reader().scan(Sample.ORG, row -> stop(seen, row)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("enough");

      assertThat(seen).hasSize(1);
      assertThat(cycles.rows(Sample.ORG)).hasSize(2);
    }
  }

  private static void stop(List<Row> seen, Row row) {
    seen.add(row);
    throw new IllegalStateException("enough");
  }
}
