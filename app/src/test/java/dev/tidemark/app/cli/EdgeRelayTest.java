package dev.tidemark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.app.config.Flags;
import dev.tidemark.app.config.Surroundings;
import dev.tidemark.app.telemetry.EdgeTelemetry;
import dev.tidemark.assembly.Application;
import dev.tidemark.core.event.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an edge tells while it cannot pass on what it takes. */
final class EdgeRelayTest {

  private static final String TARGET =
      "snapshots: {public: {targets: [{name: below, endpoint: '127.0.0.1:1'}]}}";

  private final Logger logger = (Logger) LoggerFactory.getLogger("tidemark.edge");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @TempDir private Path directory;

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
  }

  private List<String> told() {
    List<String> told =
        lines.list.stream().map(line -> line.getLevel() + " " + line.getMessage()).toList();
    lines.list.clear();
    return told;
  }

  private interface Course {
    void of(EdgeRelay relay, Application edge) throws IOException;
  }

  private void run(String more, Course course) throws IOException {
    Files.writeString(
        directory.resolve("tidemark.yaml"),
        "data: '%s'%nquic: {insecure: true}%n%s%n".formatted(data(), more));
    Outside outside =
        new Outside(
            new ShippedAdapters(),
            new Surroundings(Map.of(), directory),
            "./tidemark",
            Clock.systemUTC(),
            false);
    EdgeSetup setup = EdgeSetup.of(outside, new Flags());
    try (EdgeTelemetry telemetry = new EdgeTelemetry(setup.edge().names(), outside.clock());
        Application edge = setup.open(Listener.NONE);
        EdgeRelay relay = new EdgeRelay(setup, telemetry)) {
      course.of(relay, edge);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path state() {
    return data().resolve("state.db");
  }

  private void spoil() throws IOException {
    Files.writeString(state(), "no database, but as long as the header of one ".repeat(50));
  }

  @Test
  void look_targetsThatCannotBeRead_areToldOnceForEachReasonAndAgainWhenItWorkedMeanwhile()
      throws IOException {
    run(
        "",
        (relay, edge) -> {
          spoil();
          relay.look(edge);
          relay.look(edge);
          assertThat(told()).containsExactly("WARN targets cannot be read");

          Files.delete(state());
          Files.createDirectory(state());
          relay.look(edge);
          relay.look(edge);
          assertThat(told()).containsExactly("WARN targets cannot be read");

          Files.delete(state());
          relay.look(edge);
          assertThat(told()).isEmpty();

          Files.createDirectory(state());
          relay.look(edge);
          assertThat(told()).containsExactly("WARN targets cannot be read");
        });
  }

  @Test
  void look_relayThatCannotBegin_isToldOnceAndBeginsWhenItCan() throws IOException {
    run(
        TARGET,
        (relay, edge) -> {
          spoil();
          relay.look(edge);
          relay.look(edge);
          assertThat(told()).containsExactly("WARN snapshots cannot be passed on yet");
          assertThat(relay.status()).isEmpty();

          Files.delete(state());
          relay.look(edge);
          assertThat(told()).isEmpty();
          assertThat(relay.status()).isPresent();
        });
  }
}
