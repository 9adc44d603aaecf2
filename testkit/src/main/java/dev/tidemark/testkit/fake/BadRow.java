package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.sync.spi.Undecodable;

/** What makes two undecodable rows the same one: their key, or else their content. */
record BadRow(EntityType type, Object identity) {

  static BadRow of(Undecodable row) {
    return new BadRow(row.type(), row.key().<Object>map(key -> key).orElse(row.json()));
  }
}
