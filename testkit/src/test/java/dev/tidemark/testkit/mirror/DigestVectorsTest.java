package dev.tidemark.testkit.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.RowDigest;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.testkit.contract.DigestVectors;
import dev.tidemark.testkit.contract.DigestVectors.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java hashes rows as {@code docs/digest.md} says. */
final class DigestVectorsTest {

  private static final Path DOCUMENT = Path.of("../docs/digest.md");

  private final RowDigest digest = RowDigest.of(DigestVectors.TYPE);

  static List<Vector> vectors() {
    return DigestVectors.read(DOCUMENT);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void digest_vector_isAsDocumented(Vector vector) {
    assertThat(new String(digest.encode(vector.row()), StandardCharsets.UTF_8))
        .isEqualTo(vector.encoding());
    assertThat("%016x".formatted(digest.hash(vector.row()))).isEqualTo(vector.hash());
  }

  @Test
  void digest_allVectors_isAsDocumented() throws IOException {
    Digest all =
        vectors().stream()
            .map(vector -> digest.hash(vector.row()))
            .reduce(Digest.EMPTY, Digest::plus, Digest::plus);

    assertThat(Files.readString(DOCUMENT)).contains("rows is `" + all.text() + "`");
  }
}
