package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.adapter.quic.CertificatesConfig;
import dev.tidemark.adapter.quic.QuicConfig.Identity;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.testkit.net.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that copies an upstream, and an edge of it, each in a process of its own. */
@Tag("proof")
final class EdgeServeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  @AutoClose private Workplace place;
  private CertificatesConfig certificates;
  private String address;

  @BeforeEach
  void place() throws IOException {
    place = Workplace.synced(directory);
    certificates = CertificatesConfig.in(directory.resolve("certs"));
    certificates.create(List.of("origin", "edge-1"), Clock.systemUTC());
    address = "127.0.0.1:" + FreePort.find();
  }

  private String certified(String name) {
    Identity identity = certificates.identity(name);
    return "quic: {certificate: '%s', key: '%s', ca: '%s'}"
        .formatted(identity.certificates(), identity.key(), identity.authority());
  }

  private Served origin(int port) throws IOException {
    return place.serveAt(
        "127.0.0.1:" + port,
        Surrounded.PLAIN,
        "http: {sync-token: " + Served.TOKEN + "}",
        certified("origin"),
        "publish: {quiet-period: 20ms, max-delay: 1s}",
        "snapshots:",
        "  public:",
        "    tables: {org: {columns: [id, name, updated, status], where: \"id < 4\"}, net: {}}",
        "    targets: [{name: edge-1, endpoint: '" + address + "'}]");
  }

  private Served edge(String origin) throws IOException {
    String file = place.configuration(certified("edge-1"));
    return new Served(
        TidemarkProcess.start(
            Surrounded.PLAIN,
            "edge",
            "--json",
            "--config",
            file,
            "--data",
            directory.resolve("edge").toString(),
            "--listen",
            address,
            "--origin",
            origin,
            "--http",
            "127.0.0.1:0"));
  }

  private static void changed(Workplace place, String name) {
    List<String> orgs = new ArrayList<>(Workplace.orgs(1, 4));
    orgs.set(
        1, Workplace.row(2, "name", "\"" + name + "\"", "updated", "\"2020-02-02T00:00:00Z\""));
    place.upstream.on("org", Answers.rows(orgs));
  }

  private void awaitNames(String... names) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(names()).containsExactly(names));
  }

  /** What somebody reads who opens the file that is served; it may be gone by then. */
  private List<String> names() throws IOException, SQLException {
    Path shelf = directory.resolve("edge/snapshots/public");
    List<String> names = new ArrayList<>();
    if (!Files.exists(shelf.resolve("current"))) {
      return names;
    }
    String served = Files.readAllLines(shelf.resolve("current")).get(1).replace("serving=", "");
    String url = "jdbc:sqlite:file:%s?immutable=1&mode=ro".formatted(shelf.resolve(served + ".db"));
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM org ORDER BY id")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static SnapshotVersion version(Served edge) {
    JsonNode status = edge.status();
    return SnapshotVersion.parse(status.at("/snapshots/0/version").asText());
  }

  @Test
  void cycleThatIsApplied_isVisibleOnTheEdge_andWritesReachTheOrigin() throws Exception {
    int port = FreePort.find();
    try (Served edge = edge("http://127.0.0.1:" + port)) {
      assertThat(edge.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(edge.sync("").statusCode()).isEqualTo(502);

      try (Served origin = origin(port)) {
        edge.awaitReadiness(200);
        awaitNames("number 1", "number 2", "number 3");

        changed(place, "another");
        origin.awaitStanding(each -> !each.get("next").isNull());
        assertThat(edge.sync("?mode=full").statusCode()).isEqualTo(202);
        awaitNames("number 1", "another", "number 3");
        assertThat(origin.terminate()).isZero();
      }

      assertThat(edge.get("/readyz").statusCode()).isEqualTo(200);
      edge.awaitStatus(
          "origin is away", status -> status.at("/origin/state").asText().equals("unhealthy"));
      assertThat(edge.terminate()).as(edge.process.errors()).isZero();
      assertThat(edge.process.errors()).contains("snapshot taken", "edge takes snapshots");
    }
  }

  @Test
  void originThatIsKilled_countsAboveWhenItIsBack() throws Exception {
    try (Served edge = edge("http://127.0.0.1:1")) {
      SnapshotVersion first;
      try (Served origin = origin(0)) {
        edge.awaitReadiness(200);
        first = version(edge);
        origin.kill();
      }
      changed(place, "another");
      try (Served origin = origin(0)) {
        origin.awaitStanding(each -> !each.get("next").isNull());
        assertThat(origin.sync("?mode=full").statusCode()).isEqualTo(202);
        awaitNames("number 1", "another", "number 3");

        assertThat(version(edge).epoch()).isGreaterThan(first.epoch());
      }
    }
  }
}
