/** Planted violations of architecture rules, each beside the rule that must find it. */
@NullMarked
package dev.tidemark.core.planted.spi;

import org.jspecify.annotations.NullMarked;
