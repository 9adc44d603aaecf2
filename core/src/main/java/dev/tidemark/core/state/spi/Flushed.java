package dev.tidemark.core.state.spi;

/**
 * What became of a flush.
 *
 * @param anew whether the store had been lost or was damaged and was made anew, so that it holds
 *     nothing but this flush now; told until one flush could say so
 */
public record Flushed(boolean anew) {}
