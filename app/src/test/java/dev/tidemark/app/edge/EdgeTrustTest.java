package dev.tidemark.app.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge whose origin has a certificate that Java does not trust. */
final class EdgeTrustTest {

  @TempDir Path directory;
  @AutoClose private PrivateOrigin origin;

  @BeforeEach
  void origin() throws Exception {
    origin = new PrivateOrigin(directory.resolve("certs"));
  }

  private Path place() {
    return directory.resolve("place");
  }

  private String trusting(String password) throws Exception {
    return """
        quic: {insecure: true}
        edge:
          origin: %s
          origin-trust-store: '%s'
          origin-trust-store-password: %s
        """
        .formatted(origin.base(), origin.trustStore(), password);
  }

  @Test
  void origin_thatTheTrustStoreVouchesFor_isReached() throws Exception {
    try (RunningEdge edge = RunningEdge.in(place(), trusting(PrivateOrigin.PASSWORD))) {
      assertThat(edge.get("/elsewhere").body()).isEqualTo("from the origin");
    }
  }

  @Test
  void origin_thatNobodyVouchesFor_isNotSpokenTo() {
    String settings = "quic: {insecure: true}\nedge: {origin: '%s'}".formatted(origin.base());
    try (RunningEdge edge = RunningEdge.in(place(), settings)) {
      assertThat(edge.get("/elsewhere").statusCode()).isEqualTo(502);
    }
  }

  @Test
  void trustStore_thatThePasswordDoesNotOpen_isAProblemOfTheConfiguration() throws Exception {
    RunningEdge.configure(place(), trusting("s3cr3t"));

    RunningEdge.Ended ended = RunningEdge.command(place(), "edge");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains(
            "tidemark.yaml:5: edge.origin-trust-store: the trust store ", "check its password")
        .doesNotContain("s3cr3t");
  }
}
