package dev.tidemark.core.event;

/** Something that happened. Every feature declares its own sealed family of records. */
public interface Event {}
