package dev.tidemark.core.snapshot;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Schema;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** The hash of tables and columns: {@link SnapshotManifest.Provenance#schemaHash}. */
public final class SchemaHash {

  private static final Comparator<Column> BY_NAME =
      Comparator.comparing(Column::type).thenComparing(Column::field);

  private SchemaHash() {}

  /**
   * One column of a table.
   *
   * @param signature {@linkplain Field#signature as in a schema file}
   * @param keyPart its place in the key, from 1; 0 outside of it
   * @param version whether it tells when a row changed
   */
  public record Column(String type, String field, String signature, int keyPart, boolean version) {}

  public static String of(Schema schema) {
    return of(
        schema.types().stream()
            .flatMap(type -> type.fields().stream().map(field -> column(type, field)))
            .toList());
  }

  /** Of these columns, in whatever order. */
  public static String of(Collection<Column> columns) {
    return Sha256.of(
        columns.stream().sorted(BY_NAME).map(SchemaHash::line).collect(Collectors.joining()));
  }

  private static Column column(EntityType type, Field field) {
    return new Column(
        type.name(),
        field.name(),
        field.signature(),
        type.key().indexOf(field.name()) + 1,
        type.version().filter(field.name()::equals).isPresent());
  }

  private static String line(Column column) {
    return "%s %s %s %d %b\n"
        .formatted(
            column.type(), column.field(), column.signature(), column.keyPart(), column.version());
  }
}
