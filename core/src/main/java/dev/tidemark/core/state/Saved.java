package dev.tidemark.core.state;

/**
 * What is stored now.
 *
 * @param created whether it was not there before
 */
public record Saved<V>(Versioned<V> row, boolean created) {}
