package dev.tidemark.testkit.contract;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotPlan;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Stamp;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the contracts do with snapshots, in a few words. */
final class Shelves {

  static final String NAME = "public";
  static final SnapshotPlan PLAN = plan(Sample.ORG, Sample.WORD);

  private static final Instant BUILT = Instant.parse("2026-02-03T04:05:06.789Z");

  private Shelves() {}

  /** All of these types. */
  static SnapshotPlan plan(EntityType... types) {
    Schema schema = Schema.of("sample", types);
    List<SnapshotPlan.Table> tables =
        schema.types().stream()
            .map(type -> new SnapshotPlan.Table(type, type, Optional.empty()))
            .toList();
    String specHash = Integer.toHexString(types.length).repeat(64);
    return new SnapshotPlan(NAME, schema, tables, specHash);
  }

  static Stamp stamp(long sequence) {
    return new Stamp(new SnapshotVersion(1_000, sequence), BUILT.plusSeconds(sequence));
  }

  static Built build(Snapshots snapshots, long sequence) {
    return snapshots.store().build(PLAN, stamp(sequence));
  }

  static Built build(Snapshots snapshots, long sequence, Instant oldest) {
    return snapshots.store().build(PLAN, stamp(sequence), oldest);
  }

  static SnapshotShelf shelf(Snapshots snapshots) {
    return snapshots.store().shelf(NAME);
  }

  static SignedManifest manifest(Snapshots from, long sequence) {
    return shelf(from).generations().stream()
        .filter(each -> each.manifest().stamp().equals(stamp(sequence)))
        .findFirst()
        .orElseThrow();
  }

  static byte[] bytes(Snapshots from, long sequence) {
    try (SnapshotContent content = shelf(from).open(stamp(sequence).version())) {
      return bytes(content);
    }
  }

  static byte[] bytes(SnapshotContent content) {
    ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
    content.read(bytes, 0);
    return bytes.array();
  }

  /** Builds the next one of these rows, and sends it. */
  static void publish(Snapshots from, Snapshots to, long sequence, Row... rows) {
    from.put(rows);
    build(from, sequence);
    Verdict verdict = send(from, to, sequence);
    if (verdict.code() != Verdict.Code.ACCEPTED) {
      throw new AssertionError("expected to be accepted, found " + verdict);
    }
  }

  static Verdict send(Snapshots from, Snapshots to, long sequence) {
    try (Incoming incoming = shelf(to).receive(manifest(from, sequence))) {
      incoming.write(ByteBuffer.wrap(bytes(from, sequence)), 0);
      return incoming.install();
    }
  }

  /** The rows of what is served. */
  static List<Row> rows(Snapshots snapshots, EntityType type) {
    try (SnapshotReader reader = shelf(snapshots).read()) {
      return rows(reader, type);
    }
  }

  static List<Row> rows(SnapshotReader reader, EntityType type) {
    List<Row> rows = new ArrayList<>();
    reader.rows().scan(type, rows::add);
    return rows;
  }

  static List<Long> sequences(SnapshotShelf shelf) {
    return shelf.generations().stream().map(each -> each.manifest().version().sequence()).toList();
  }

  static Optional<Long> serving(SnapshotShelf shelf) {
    return shelf.serving().map(each -> each.manifest().version().sequence());
  }
}
