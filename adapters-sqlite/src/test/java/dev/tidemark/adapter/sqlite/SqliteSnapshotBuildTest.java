package dev.tidemark.adapter.sqlite;

import static dev.tidemark.adapter.sqlite.ReplicaOfSample.all;
import static dev.tidemark.adapter.sqlite.ReplicaOfSample.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.Built;
import dev.tidemark.core.snapshot.spi.Incoming;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.core.snapshot.spi.SnapshotReader;
import dev.tidemark.core.snapshot.spi.SnapshotShelf;
import dev.tidemark.testkit.contract.Sample;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteSnapshotBuildTest {

  @TempDir Path directory;

  @Test
  void what_is_built_is_received_elsewhere_and_has_the_rows_of_the_replica() {
    Row org = Sample.live(Sample.ORG, 1, 1);
    Row port = Sample.port(4, "eth0", "uplink", 2);
    try (ReplicaOfSample replica = new ReplicaOfSample(directory.resolve("origin"));
        SqliteSnapshotStore origin = replica.store();
        SqliteSnapshotStore edge =
            SqliteSnapshotStore.open(
                SqliteSnapshotConfig.in(directory.resolve("edge")), Clock.systemUTC())) {
      replica.put(org, port, Sample.word("tide", "water that moves"));

      Built built = origin.build(all(Sample.ORG, Sample.PORT), stamp(1));
      assertThat(built.way()).isEqualTo(Built.Way.FULL);
      assertThat(built.rows()).isEqualTo(2);
      SnapshotShelf from = origin.shelf("public");
      assertThat(push(from, edge.shelf("public"), stamp(1).version()))
          .isEqualTo(Verdict.of(Verdict.Code.ACCEPTED));

      try (SnapshotReader reader = edge.shelf("public").read()) {
        assertThat(reader.manifest().manifest()).isEqualTo(built.manifest());
        assertThat(rows(reader.rows(), Sample.ORG)).containsExactly(org);
        assertThat(rows(reader.rows(), Sample.PORT)).containsExactly(port);
      }
    }
  }

  private static Verdict push(SnapshotShelf from, SnapshotShelf to, SnapshotVersion version) {
    SignedManifest manifest =
        from.generations().stream()
            .filter(each -> each.manifest().version().equals(version))
            .findFirst()
            .orElseThrow();
    try (SnapshotContent content = from.open(version);
        Incoming incoming = to.receive(manifest)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
      content.read(bytes, 0);
      incoming.write(bytes.flip(), 0);
      return incoming.install();
    }
  }

  private static List<Row> rows(ReplicaReader reader, EntityType type) {
    List<Row> rows = new ArrayList<>();
    reader.scan(type, rows::add);
    return rows;
  }
}
