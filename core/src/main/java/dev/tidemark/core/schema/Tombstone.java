package dev.tidemark.core.schema;

/**
 * How upstream says that a row is deleted: the field holds this value.
 *
 * @param value a String for a text field, a Boolean for a boolean one
 */
public record Tombstone(String field, Object value) {}
