/**
 * The tests of the sample upstream, over real HTTP wherever HTTP is what they are about.
 *
 * <p>Start at {@link dev.tidemark.app.sample.SampleServerTest}. No rows of a real upstream belong
 * here.
 */
@NullMarked
package dev.tidemark.app.sample;

import org.jspecify.annotations.NullMarked;
