package dev.tidemark.core.schema;

import java.util.List;

/**
 * That some fields of a row hold the key of another row. A row whose reference is null in any field
 * refers to nothing.
 *
 * @param fields in the order of the target's key
 * @param target name of the entity type that is referred to, its parent
 * @param required whether the row is of no use without its parent: it is then parked until the
 *     parent is there. An optional reference keeps its value whether or not the parent is known.
 */
public record Reference(List<String> fields, String target, boolean required) {

  public Reference {
    fields = List.copyOf(fields);
  }
}
