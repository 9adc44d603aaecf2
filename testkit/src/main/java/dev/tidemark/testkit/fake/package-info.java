/**
 * Ports that live in memory, for tests of what stands on them. They pass the contracts of their
 * ports.
 *
 * <p>Start at {@link dev.tidemark.testkit.fake.InMemoryReplica} and {@link
 * dev.tidemark.testkit.fake.InMemoryUpstream}. No file, no socket and no thread belongs here, and
 * nothing that ships in the application.
 */
@NullMarked
package dev.tidemark.testkit.fake;

import org.jspecify.annotations.NullMarked;
