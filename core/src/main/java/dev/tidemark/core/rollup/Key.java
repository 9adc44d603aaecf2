package dev.tidemark.core.rollup;

/**
 * One of what events are told apart by. Null is a value like any other: what has none, or refers to
 * a row that is not there, is added up together.
 */
public record Key(String name, FieldPath of) {}
