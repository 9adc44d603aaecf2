package dev.tidemark.testkit.contract;

import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.sync.spi.CursorStore;
import dev.tidemark.core.sync.spi.HeldRows;
import dev.tidemark.core.sync.spi.ReplicaStore;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Staging;

/**
 * The whole contract of a replica. {@link ReplicaStore}, {@link ChangeFeed}, {@link CursorStore},
 * {@link HeldRows} and {@link ReplicaReader} are proved together, because one transaction writes
 * them all.
 *
 * <p>An adapter's test class implements it and hands out fresh replicas:
 *
 * <pre>
 * final class SqliteReplicaStoreTest implements ReplicaStoreContract {
 *   &#64;TempDir Path directory;
 *
 *   &#64;Override
 *   public Replica newReplica(Schema schema) {
 *     return SqliteTestReplica.open(directory.resolve(UUID.randomUUID().toString()), schema);
 *   }
 * }
 * </pre>
 *
 * <p>While an adapter grows, its test may implement the parts one by one. Every part checks after
 * every apply that the tallies add up, that the feed holds what they count, and that a copy which
 * follows the feed equals the replica.
 */
@Covers({
  ReplicaStore.class,
  Staging.class,
  RowSink.class,
  ChangeFeed.class,
  CursorStore.class,
  HeldRows.class,
  ReplicaReader.class
})
public interface ReplicaStoreContract
    extends RoundTripContract,
        StagingContract,
        KeptStagingContract,
        ApplyContract,
        PrecedenceContract,
        OrphanContract,
        ReleaseContract,
        MissingParentsContract,
        QuarantineContract,
        VanishingContract,
        SweepContract,
        RevivalContract,
        PurgeContract,
        PartContract,
        CountsContract,
        DanglingContract,
        ConditionalReferenceContract,
        CursorContract,
        ChangeFeedContract,
        ReaderContract,
        IsolationContract,
        CancellationContract,
        FencingContract,
        OddSchemaContract {}
