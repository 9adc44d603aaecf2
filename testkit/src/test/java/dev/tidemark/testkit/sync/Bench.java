package dev.tidemark.testkit.sync;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.SyncPolicy;
import dev.tidemark.core.sync.SyncPorts;
import dev.tidemark.core.sync.SyncReplica;
import dev.tidemark.core.sync.SyncReport;
import dev.tidemark.core.sync.spi.Cursor;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Mode;
import dev.tidemark.core.sync.spi.Run;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.core.sync.spi.Upstream;
import dev.tidemark.core.time.Ambient;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.fake.InMemoryReplica;
import dev.tidemark.testkit.fake.InMemoryRequestLedger;
import dev.tidemark.testkit.fake.InMemorySyncJournal;
import dev.tidemark.testkit.fake.InMemoryUpstream;
import dev.tidemark.testkit.fake.RecordingListener;
import dev.tidemark.testkit.fake.SetLeadership;
import dev.tidemark.testkit.fake.SetMemory;
import dev.tidemark.testkit.time.ManualClock;
import dev.tidemark.testkit.time.ManualScheduler;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** A sync use case with everything around it in memory. Its clock stands at day 100. */
final class Bench {

  final ManualClock clock = ManualClock.at(Sample.day(100));
  final InMemoryUpstream upstream = new InMemoryUpstream();
  final InMemorySyncJournal journal = new InMemorySyncJournal();
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final InMemoryRequestLedger ledger = new InMemoryRequestLedger();
  final SetLeadership leadership = new SetLeadership();
  final SetMemory memory = new SetMemory();
  final RecordingListener listener = new RecordingListener();
  final Schema schema;
  final InMemoryReplica replica;

  Bench(EntityType... types) {
    schema = Schema.of("bench", types);
    replica = new InMemoryReplica(schema, journal);
  }

  SyncReport full() {
    return service().sync(Mode.FULL);
  }

  SyncReport incremental() {
    return service().sync(Mode.INCREMENTAL);
  }

  SyncReplica service() {
    return service(SyncPolicy.defaults());
  }

  SyncReplica service(SyncPolicy policy) {
    return service(policy, upstream, journal);
  }

  SyncReplica service(SyncPolicy policy, Upstream from, SyncJournal into) {
    return SyncReplica.of(schema, ports(from, into), policy, ambient(), listener);
  }

  /** Under a policy that may change. */
  SyncReplica service(Supplier<SyncPolicy> policy) {
    return SyncReplica.of(schema, ports(upstream, journal), policy, ambient(), listener);
  }

  private SyncPorts ports(Upstream from, SyncJournal into) {
    return new SyncPorts(
        from, replica.store(), replica.cursors(), into, ledger, memory, leadership);
  }

  Ambient ambient() {
    return new Ambient(clock, scheduler, new Random(1));
  }

  /** A full cycle of these rows, then forgets what was asked and told. */
  void start(Row... rows) {
    upstream.put(rows);
    full();
    upstream.asked();
    listener.clear();
  }

  Cursor cursor(EntityType type) {
    Cursor cursor = replica.cursors().cursors().get(type);
    if (cursor == null) {
      throw new AssertionError("there is no cursor of " + type);
    }
    return cursor;
  }

  Run lastRun() {
    return journal.last(1).get(0);
  }

  Run.Failed lastFailure() {
    return (Run.Failed) lastRun().ended().orElseThrow().outcome();
  }

  static Fetch list(EntityType type) {
    return new Fetch.Everything(type);
  }

  static Fetch since(EntityType type, Instant since) {
    return new Fetch.Since(type, since);
  }

  static Fetch byKey(EntityType type, long... ids) {
    return new Fetch.ByKey(type, keys(ids));
  }

  static List<RowKey> keys(long... ids) {
    return LongStream.of(ids).mapToObj(RowKey::of).toList();
  }
}
