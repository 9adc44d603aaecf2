/** Planted violations of architecture rules, each beside the rule that must find it. */
@NullMarked
package dev.tidemark.core.plantedegg;

import org.jspecify.annotations.NullMarked;
