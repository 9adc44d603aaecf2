package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Dangling;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Optional references to nothing are told, and keep their value. */
public interface DanglingContract extends ReplicaFixture {

  @Test
  default void dangling_optionalReferenceToNothing_isTold() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.ORG, 1, 1),
          Sample.live(Sample.CAMPUS, 5, 1, "org_id", 1L),
          Sample.dead(Sample.CAMPUS, 6, 1, "org_id", 1L),
          Sample.live(Sample.CAMPUS, 7, 1, "org_id", 1L),
          fac(10, 404L),
          fac(9, 405L),
          fac(1, 5L),
          fac(2, 6L),
          fac(3, 7L),
          Sample.live(Sample.FAC, 4, 1, "org_id", 1L, "campus_id", null),
          Sample.live(Sample.FAC, 5, 1, "org_id", 1L));
      cycles.vanished(Sample.CAMPUS, RowKey.of(7L));

      assertThat(dangling(cycles, 9))
          .containsExactly(
              new Dangling("fac", "9", "campus_id -> campus 405"),
              new Dangling("fac", "10", "campus_id -> campus 404"));
      assertThat(dangling(cycles, 1)).extracting(Dangling::key).containsExactly("9");
      assertThat(dangling(cycles, 0)).isEmpty();
    }
  }

  @Test
  default void dangling_referenceToAParkedRow_isTold() {
    try (Cycles cycles = new Cycles(this)) {
      cycles.live(
          Sample.live(Sample.ORG, 1, 1),
          Sample.live(Sample.CAMPUS, 5, 1, "org_id", 404L),
          fac(1, 5L));

      assertThat(dangling(cycles, 9)).hasSize(1);
      cycles.live(Sample.live(Sample.ORG, 404, 1));
      assertThat(dangling(cycles, 9)).isEmpty();
    }
  }

  @Test
  default void dangling_severalOfOneRow_areToldInTheOrderOfTheSchema() {
    EntityType link =
        EntityType.named("link")
            .key("id", "side")
            .integer("id", "ix_id", "above")
            .text("side", "label")
            .nullable("ix_id", "above", "label")
            .reference(new Reference(List.of("ix_id", "label"), "port", false))
            .mayReference("above", "word")
            .build();
    EntityType word = EntityType.named("word").key("id").integer("id").build();
    try (Cycles cycles = new Cycles(this, Schema.of("links", Sample.PORT, word, link))) {
      cycles.live(
          Sample.of(link, "id", 1L, "side", "b", "ix_id", 1L, "label", "a\"", "above", 2L),
          Sample.of(link, "id", 1L, "side", "a", "ix_id", 1L, "label", null, "above", 3L));

      assertThat(dangling(cycles, 9))
          .containsExactly(
              new Dangling("link", "[1,\"a\"]", "above -> word 3"),
              new Dangling("link", "[1,\"b\"]", "ix_id, label -> port [1,\"a\\\"\"]"),
              new Dangling("link", "[1,\"b\"]", "above -> word 2"));
    }
  }

  private static Row fac(long id, long campus) {
    return Sample.live(Sample.FAC, id, 1, "org_id", 1L, "campus_id", campus);
  }

  private static List<Dangling> dangling(Cycles cycles, int atMost) {
    return cycles.replica().held().dangling(atMost);
  }
}
