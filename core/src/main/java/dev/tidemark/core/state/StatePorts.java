package dev.tidemark.core.state;

import dev.tidemark.core.state.spi.StrongStore;
import dev.tidemark.core.state.spi.ValueCaches;
import dev.tidemark.core.state.spi.WeakStore;

/** What the state is kept in. */
public record StatePorts(StrongStore strong, WeakStore weak, ValueCaches caches) {}
