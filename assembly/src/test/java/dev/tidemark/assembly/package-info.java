/**
 * Tests of the assembly.
 *
 * <p>Start at {@link dev.tidemark.assembly.ApplicationTest}. Adapters have no place here; the ports
 * are played by fakes.
 */
@NullMarked
package dev.tidemark.assembly;

import org.jspecify.annotations.NullMarked;
