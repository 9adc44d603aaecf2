package dev.tidemark.core.snapshot;

import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.core.snapshot.spi.SnapshotTransport;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.sync.spi.Leadership;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a publisher works with.
 *
 * @param feed of the database that snapshots are built from, whose end says whether anything has
 *     changed; where there is none, the {@linkplain SnapshotStore#mark mark} of the store does
 * @param state holds the types of {@link SnapshotTypes}
 * @param signer puts a signature to the manifest of what was built here; {@link
 *     SignedManifest#unsigned} for none
 */
public record PublisherPorts(
    SnapshotStore store,
    SnapshotTransport transport,
    TargetProvider targets,
    Optional<ChangeFeed> feed,
    Leadership leadership,
    StateEngine state,
    Function<SnapshotManifest, SignedManifest> signer) {}
