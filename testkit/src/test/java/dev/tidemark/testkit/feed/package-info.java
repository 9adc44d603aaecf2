/** Tests of what the core does with the change feed. */
@NullMarked
package dev.tidemark.testkit.feed;

import org.jspecify.annotations.NullMarked;
