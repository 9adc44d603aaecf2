package dev.tidemark.testkit.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.testkit.contract.Sample;
import dev.tidemark.testkit.contract.SampleSnapshot;
import dev.tidemark.testkit.contract.SnapshotStoreContract;
import dev.tidemark.testkit.contract.Snapshots;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Files are text about their rows, which lie beside them. */
final class InMemorySnapshotStoreTest implements SnapshotStoreContract {

  private final Map<String, List<Row>> contents = new ConcurrentHashMap<>();

  @Override
  public Snapshots newSnapshots() {
    return new Place(new SnapshotDisk(), new TreeMap<>());
  }

  private byte[] file(SnapshotPlan plan, List<Row> all) {
    List<Row> rows =
        all.stream().filter(row -> plan.schema().types().contains(row.type())).toList();
    byte[] bytes = rows.toString().repeat(10).getBytes(UTF_8);
    contents.put(SampleSnapshot.sha256(bytes), rows);
    return bytes;
  }

  private ReplicaReader read(byte[] bytes) {
    ReplicaState state = new ReplicaState(Sample.SCHEMA);
    contents
        .get(SampleSnapshot.sha256(bytes))
        .forEach(row -> state.rows(row.type()).put(row.key(), row));
    return new InMemoryReader(() -> state);
  }

  private final class Place implements Snapshots {

    private final SnapshotDisk disk;
    private final TreeMap<String, Row> source;
    private final InMemorySnapshotStore store;

    private Place(SnapshotDisk disk, TreeMap<String, Row> source) {
      this.disk = disk;
      this.source = source;
      this.store = new InMemorySnapshotStore(disk);
      store.source(plan -> file(plan, List.copyOf(source.values())));
      store.rows(InMemorySnapshotStoreTest.this::read);
    }

    @Override
    public SnapshotStore store() {
      return store;
    }

    @Override
    public void put(Row... rows) {
      for (Row row : rows) {
        RowKey key = row.key();
        source.put(row.type().name() + key, row);
      }
      store.touch();
    }

    @Override
    public Snapshots reopen() {
      return new Place(disk, source);
    }

    @Override
    public void close() {
      // Nothing of it is anywhere.
    }
  }
}
