package dev.tidemark.bench;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import java.time.Instant;
import java.util.Random;

/** Rows of twenty fields, some 300 bytes each. */
final class Wide {

  static final EntityType TYPE = named("wide").build();

  static final Schema SCHEMA = Schema.of("wide", TYPE);

  private static final long FIRST_SECOND = 1_700_000_000;

  private Wide() {}

  /** A type of such rows. */
  static EntityType.Builder named(String name) {
    return EntityType.named(name)
        .key("id")
        .integer("id", "n1", "n2", "n3", "n4")
        .text("t1", "t2", "t3", "t4", "t5", "t6", "t7", "status")
        .json("j1")
        .real("r1", "r2")
        .bool("b1", "b2")
        .instant("created", Precision.SECONDS)
        .instant("updated", Precision.SECONDS)
        .nullable("t6", "t7", "r2")
        .version("updated");
  }

  /**
   * @param version another one is another content
   */
  static Row row(long id, int version) {
    return row(TYPE, id, version, Instant.ofEpochSecond(FIRST_SECOND + id + version));
  }

  /**
   * @param version another one is another content
   */
  static Row row(EntityType type, long id, int version, Instant updated) {
    Random random = new Random(id * 31 + version);
    Row.Builder row = Row.builder(type);
    int i = 0;
    row.set(i++, id);
    for (int n = 0; n < 4; n++) {
      row.set(i++, (long) random.nextInt(100_000));
    }
    for (int t = 0; t < 7; t++) {
      boolean isNull = t > 4 && random.nextBoolean();
      row.set(i++, isNull ? null : "some text, ümlaut " + random.nextInt(1_000_000));
    }
    row.set(i++, "ok");
    row.set(i++, "[{\"service\":\"website\",\"identifier\":\"" + random.nextInt() + "\"}]");
    row.set(i++, random.nextInt(180_000_000) / 1e6);
    row.set(i++, random.nextBoolean() ? null : random.nextInt(90_000_000) / 1e6);
    row.set(i++, random.nextBoolean());
    row.set(i++, random.nextBoolean());
    row.set(i++, Instant.ofEpochSecond(FIRST_SECOND + id));
    row.set(i, updated);
    return row.build();
  }
}
