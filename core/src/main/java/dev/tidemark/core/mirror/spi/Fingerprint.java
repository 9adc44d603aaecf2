package dev.tidemark.core.mirror.spi;

import dev.tidemark.core.schema.RowKey;

/**
 * One row, to compare.
 *
 * @param hash as {@link dev.tidemark.core.mirror.RowDigest} has it
 */
public record Fingerprint(RowKey key, long hash) {}
