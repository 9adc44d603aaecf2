/**
 * The architecture of Tidemark as rules that a build checks.
 *
 * <p>Start at {@link dev.tidemark.testkit.arch.ArchitectureRules}. A rule speaks of types and
 * packages; what a value or a method does is for tests of behaviour.
 */
@NullMarked
package dev.tidemark.testkit.arch;

import org.jspecify.annotations.NullMarked;
