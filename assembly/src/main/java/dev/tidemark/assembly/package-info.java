/**
 * Puts the use cases together, and starts and stops what is made of them.
 *
 * <p>Start at {@link dev.tidemark.assembly.Application} and give it a {@link
 * dev.tidemark.assembly.SyncModule} and the modules of the adapters. No adapter and nothing of the
 * ready application belongs here.
 */
@NullMarked
package dev.tidemark.assembly;

import org.jspecify.annotations.NullMarked;
