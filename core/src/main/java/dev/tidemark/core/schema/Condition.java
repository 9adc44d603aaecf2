package dev.tidemark.core.schema;

/**
 * That a field of a row holds a value. Null and missing are no value.
 *
 * @param value a Long for an integer field, a String for a text field, a Boolean for a boolean one
 */
public record Condition(String field, Object value) {

  /** Whether it holds for this row, which has the field. */
  public boolean holds(Row row) {
    return value.equals(row.value(field));
  }
}
