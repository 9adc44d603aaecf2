package dev.tidemark.core.mirror.spi;

import dev.tidemark.core.schema.EntityType;
import java.util.Map;
import java.util.Optional;

/**
 * What was found and made on a mirror.
 *
 * @param bookmark how far it is; empty if it has never followed anything
 * @param tables for every entity type of the schema; one that was found without a word about it is
 *     doubted
 */
public record Prepared(Optional<Bookmark> bookmark, Map<EntityType, TableState> tables) {
  public Prepared {
    tables = Map.copyOf(tables);
  }
}
