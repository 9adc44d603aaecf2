/**
 * What the rows of an upstream look like, and the rows themselves.
 *
 * <p>Start at {@link dev.tidemark.core.schema.Schema} and {@link
 * dev.tidemark.core.schema.EntityType}. One schema serves every copy, so DDL, comparison, order and
 * filters are derived from it elsewhere; no SQL, no JSON parser and no upstream's name belongs
 * here.
 */
@NullMarked
package dev.tidemark.core.schema;

import org.jspecify.annotations.NullMarked;
