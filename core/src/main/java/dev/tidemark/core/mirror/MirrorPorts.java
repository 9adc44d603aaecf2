package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.spi.Leadership;

/**
 * What mirrors work with beside their databases.
 *
 * @param state holds the types of {@link MirrorTypes}
 */
public record MirrorPorts(
    Schema schema,
    ReplicaReader reader,
    ChangeFeed feed,
    Leadership leadership,
    StateEngine state) {}
