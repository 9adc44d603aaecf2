package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import java.util.List;
import java.util.Optional;

/**
 * A specification, fitted to a schema.
 *
 * @param name of the specification
 * @param schema of the file: the allowed types with the allowed fields, and with those references,
 *     indexes, version and tombstone that these still carry
 * @param tables how each of its types is filled, parents first
 * @param specHash SHA-256 of the whole specification as 64 hex digits: what is equal copies the
 *     same
 */
public record SnapshotPlan(String name, Schema schema, List<Table> tables, String specHash) {

  public SnapshotPlan {
    tables = List.copyOf(tables);
  }

  /**
   * How one table is filled.
   *
   * @param source the type in the replica
   * @param kept the type in the file, with fields of the source in the order of the source
   * @param where which rows; its literals fit the fields of the source that they are compared with,
   *     instants as the text that the field's precision gives
   */
  public record Table(EntityType source, EntityType kept, Optional<Where> where) {}
}
