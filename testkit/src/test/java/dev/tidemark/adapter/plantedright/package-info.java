/** Planted violations of architecture rules, each beside the rule that must find it. */
@NullMarked
package dev.tidemark.adapter.plantedright;

import org.jspecify.annotations.NullMarked;
