/** Planted violations of architecture rules, each beside the rule that must find it. */
@NullMarked
package dev.tidemark.app.planted;

import org.jspecify.annotations.NullMarked;
