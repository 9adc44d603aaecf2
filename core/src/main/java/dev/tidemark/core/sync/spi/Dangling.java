package dev.tidemark.core.sync.spi;

/**
 * A reference that may stay empty and points to a row that is not stored. The row keeps its value.
 *
 * @param type name of the entity type
 * @param key text of the row's key
 * @param reference what it points to: {@code campus_id -> campus 7}
 */
public record Dangling(String type, String key, String reference) {}
