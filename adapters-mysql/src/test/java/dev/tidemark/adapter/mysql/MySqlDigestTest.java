package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.spi.Fingerprint;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.DigestVectors;
import dev.tidemark.testkit.contract.DigestVectors.Vector;
import dev.tidemark.testkit.contract.KeyOrder;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The server hashes rows as {@code docs/digest.md} says. */
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
final class MySqlDigestTest {

  private static final Path DOCUMENT = Path.of("../docs/digest.md");

  private final MySqlServer server;

  MySqlDigestTest(MySqlServer server) {
    this.server = server;
  }

  @Test
  void server_vectors_areAsDocumented() throws IOException {
    List<Vector> vectors = DigestVectors.read(DOCUMENT);
    List<Row> rows = vectors.stream().map(Vector::row).toList();
    try (MySqlPlace place = MySqlPlace.on(server)) {
      MirrorTarget target = place.newTarget();
      target.prepare(Schema.of("vectors", DigestVectors.TYPE));
      target.write(
          transaction -> {
            transaction.table(DigestVectors.TYPE).upsert(rows);
            return true;
          });

      assertThat(target.rows(DigestVectors.TYPE).fingerprints(KeyRange.ALL, 1_000))
          .containsExactlyElementsOf(documented(vectors));
      assertThat(Files.readString(DOCUMENT))
          .contains(target.rows(DigestVectors.TYPE).digest(KeyRange.ALL).text());
    }
  }

  private static List<Fingerprint> documented(List<Vector> vectors) {
    return vectors.stream()
        .map(
            vector ->
                new Fingerprint(vector.row().key(), Long.parseUnsignedLong(vector.hash(), 16)))
        .sorted(Comparator.comparing(Fingerprint::key, KeyOrder::compare))
        .toList();
  }
}
