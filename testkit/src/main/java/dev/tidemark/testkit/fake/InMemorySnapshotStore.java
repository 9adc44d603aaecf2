package dev.tidemark.testkit.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.Stamp;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.core.snapshot.spi.SnapshotStore;
import dev.tidemark.testkit.contract.SampleSnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Snapshots on a {@link SnapshotDisk}, as files of any bytes: a test says which ones a plan comes
 * to, and which rows are in them. Files come in, are proved by their hash, and are served as the
 * port says. Three generations are kept. Safe for use by many threads.
 */
public final class InMemorySnapshotStore implements SnapshotStore {

  static final int KEPT = 3;

  private final AtomicLong mark = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final SnapshotDisk disk;
  private final int process;
  private volatile Function<SnapshotPlan, byte[]> source = plan -> plan.name().getBytes(UTF_8);
  private volatile Supplier<Optional<Position>> position = Optional::empty;
  private volatile Function<byte[], ReplicaReader> rows = InMemorySnapshotStore::noRows;

  /** Begins a process on this disk, and ends the one before. */
  public InMemorySnapshotStore(SnapshotDisk disk) {
    this.disk = disk;
    this.process = disk.boot();
  }

  /** From now on, a plan comes to these bytes; nothing is said to have changed. */
  public void source(Function<SnapshotPlan, byte[]> bytes) {
    source = bytes;
  }

  /** From now on, the feed ends here. */
  public void position(Supplier<Optional<Position>> end) {
    position = end;
  }

  /** From now on, these rows are in a file of some bytes. */
  public void rows(Function<byte[], ReplicaReader> inside) {
    rows = inside;
  }

  /** Something was committed to the source. */
  public void touch() {
    mark.incrementAndGet();
  }

  /** How many files are open: read, sent or received. */
  public int open() {
    return open.get();
  }

  @Override
  public Built build(SnapshotPlan plan, Stamp stamp, Instant oldest) {
    step("build", plan.name());
    Optional<Position> at = position.get();
    byte[] bytes = source.apply(plan).clone();
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("build " + plan.name() + ": the thread was interrupted");
    }
    Provenance provenance =
        new Provenance(plan.specHash(), schemaHash(plan), SampleSnapshot.sha256(bytes), at);
    SnapshotFolder folder = disk.folder(plan.name());
    return folder
        .newest()
        .filter(last -> isSame(last.manifest().manifest(), provenance))
        .filter(last -> !last.manifest().manifest().built().isBefore(oldest))
        .map(last -> new Built(last.manifest().manifest(), Built.Way.UNCHANGED, -1))
        .orElseGet(() -> add(plan.name(), bytes, stamp, provenance));
  }

  private static String schemaHash(SnapshotPlan plan) {
    return SampleSnapshot.sha256(plan.schema().types().toString().getBytes(UTF_8));
  }

  private static boolean isSame(SnapshotManifest last, Provenance provenance) {
    return last.provenance()
        .filter(before -> before.contentHash().equals(provenance.contentHash()))
        .filter(before -> before.specHash().equals(provenance.specHash()))
        .isPresent();
  }

  private Built add(String name, byte[] bytes, Stamp stamp, Provenance provenance) {
    SnapshotManifest manifest =
        new SnapshotManifest(
            name,
            stamp.version(),
            stamp.built(),
            bytes.length,
            SampleSnapshot.sha256(bytes),
            Optional.of(provenance));
    commit(name, new SnapshotFolder.Generation(SignedManifest.unsigned(manifest), bytes));
    return new Built(manifest, Built.Way.FULL, -1);
  }

  @Override
  public long mark() {
    return mark.get();
  }

  @Override
  public SnapshotShelf shelf(String name) {
    return new InMemorySnapshotShelf(name, this);
  }

  void commit(String name, SnapshotFolder.Generation generation) {
    step("commit", name);
    disk.folder(name).commit(generation, KEPT);
    step("committed", name);
  }

  void step(String step, String name) {
    disk.step(process, step + " " + name);
  }

  boolean isAlive() {
    return disk.isAlive(process);
  }

  SnapshotDisk disk() {
    return disk;
  }

  ReplicaReader rows(byte[] bytes) {
    return rows.apply(bytes);
  }

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  private static ReplicaReader noRows(byte[] bytes) {
    throw new IllegalStateException("nobody said which rows are in a file: call rows(...)");
  }
}
