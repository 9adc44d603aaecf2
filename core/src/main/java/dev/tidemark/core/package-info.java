/**
 * The error family that every part of Tidemark speaks.
 *
 * <p>Start at {@link dev.tidemark.core.TidemarkException}. Nothing else belongs here: values and
 * use cases live in the feature packages below this one.
 */
@NullMarked
package dev.tidemark.core;

import org.jspecify.annotations.NullMarked;
