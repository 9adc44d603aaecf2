/**
 * What the state needs from outside: two stores, one for each tier, and room for values that can be
 * loaded again.
 *
 * <p>Start at {@link dev.tidemark.core.state.spi.StrongStore} and {@link
 * dev.tidemark.core.state.spi.WeakStore}. What is written when, and what is right, is decided in
 * {@code dev.tidemark.core.state} and not behind these ports.
 */
@NullMarked
package dev.tidemark.core.state.spi;

import org.jspecify.annotations.NullMarked;
