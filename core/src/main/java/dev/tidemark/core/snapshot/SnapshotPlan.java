package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.spi.WhereParser;
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
   * Fits a specification to a schema. The parser is asked for the tree of each condition.
   *
   * @throws dev.tidemark.core.InvalidConfigurationException with all problems: a name that is none,
   *     tables and columns that are unknown or there twice, columns without the key, conditions
   *     that cannot be read or do not fit the fields that they name, and no tables at all
   */
  public static SnapshotPlan of(SnapshotSpec spec, Schema schema, WhereParser parser) {
    return new SnapshotFit(spec, schema, parser).plan();
  }

  /** The {@link #schemaHash(Schema)} of the file. */
  public String schemaHash() {
    return schemaHash(schema);
  }

  /**
   * SHA-256 as 64 hex digits of what a reader of the tables relies on: their names, fields with
   * types, keys, versions and tombstones. References and indexes are not among it, nor is the order
   * of the types.
   */
  public static String schemaHash(Schema schema) {
    return Sha256.of("tidemark-snapshot-schema 1\n" + CanonicalText.ofTables(schema));
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
