package dev.tidemark.app.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.adapter.quic.QuicConfig.Limits;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SnapshotEvent;
import dev.tidemark.core.snapshot.SnapshotSpec;
import dev.tidemark.core.snapshot.SnapshotSpec.Table;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.spi.TargetProvider;
import dev.tidemark.testkit.net.FaultyDatagramLink;
import dev.tidemark.testkit.net.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be seen, and that whoever should have it gets it: scenarios 1 to 11, and 20. */
final class PublishScenariosTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  @AutoClose private SnapshotNet net;

  @BeforeEach
  void net() {
    net = new SnapshotNet(directory);
  }

  private OriginNode origin() {
    OriginNode origin = net.origin("origin");
    origin.item(1, "one", "open");
    return origin;
  }

  private static void awaitItems(EdgeNode edge, Long... ids) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(edge.items()).containsExactly(ids));
  }

  @Test
  void scenario01RowWhosePredicateIsNullIsAbsent() {
    OriginNode origin = origin();
    EdgeNode edge = net.edge("edge");
    origin.target("edge", edge.address());
    origin.item(2, "nobody knows", "NULL");
    origin.item(3, "private", "private");

    assertThat(origin.publishToOne().code()).isEqualTo(Verdict.Code.ACCEPTED);

    assertThat(edge.items()).containsExactly(1L);
  }

  @Test
  void scenario02PrivateTableItsViewAndItsTriggerAreNotInTheFile() throws IOException {
    OriginNode origin = origin();
    EdgeNode edge = net.edge("edge");
    origin.target("edge", edge.address());
    origin.execute(
        "INSERT INTO hidden_thing VALUES (1, '" + SnapshotNet.MARKER + "')",
        "CREATE VIEW seen_thing AS SELECT body FROM hidden_thing",
        "CREATE TRIGGER copying AFTER INSERT ON item BEGIN"
            + " UPDATE item SET name = (SELECT body FROM hidden_thing) WHERE id = -1; END");
    origin.item(2, "two", "open");

    assertThat(origin.publishToOne().code()).isEqualTo(Verdict.Code.ACCEPTED);

    assertThat(edge.items()).containsExactly(1L, 2L);
    assertNothingIsIn(edge.shelf(), SnapshotNet.MARKER, "hidden_thing", "seen_thing", "copying");
    assertNothingIsIn(origin.shelfDirectory(), SnapshotNet.MARKER, "hidden_thing");
  }

  private static void assertNothingIsIn(Path shelf, String... texts) throws IOException {
    try (var files = Files.list(shelf)) {
      for (Path file : files.toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(file.toString()).doesNotContain(texts);
      }
    }
  }

  /** The column is not zeroed, it is not there. */
  @Test
  void scenario03PrivateUniqueColumnIsNoObstacle() {
    OriginNode origin = origin();
    EdgeNode edge = net.edge("edge");
    origin.target("edge", edge.address());
    origin.item(2, "two", "open");
    origin.item(3, "three", "open");

    assertThat(origin.publishToOne().code()).isEqualTo(Verdict.Code.ACCEPTED);

    assertThat(edge.items()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void scenario04MissingTableOrColumnIsRefusedBeforeAnything() {
    SnapshotSpec spec =
        SnapshotSpec.named("public")
            .table("item", Table.ALL.only("id", "nome"))
            .tables("plaice")
            .build();

    assertThatThrownBy(() -> SnapshotNet.plan(spec))
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class,
            refused ->
                assertThat(refused.problems())
                    .hasSize(2)
                    .anySatisfy(problem -> assertThat(problem).contains("nome"))
                    .anySatisfy(problem -> assertThat(problem).contains("plaice")));
  }

  @Tag("proof")
  @Test
  void scenario05WhatACrashLeftIsNoObstacle() throws Exception {
    EdgeNode edge = net.edge("edge");
    try (OriginNode first = OriginNode.plain(net, "origin").open()) {
      first.item(1, "one", "open");
      first.target("edge", edge.address());
      assertThat(first.publishToOne().code()).isEqualTo(Verdict.Code.ACCEPTED);
    }
    Path left = directory.resolve("origin/snapshots/public/building-left.db");
    Files.writeString(left, "half a file");

    OriginNode second = net.origin("origin");
    second.target("edge", edge.address());
    second.item(2, "two", "open");

    assertThat(second.publishToOne().code()).isEqualTo(Verdict.Code.ACCEPTED);
    assertThat(edge.items()).containsExactly(1L, 2L);
    assertThat(left).doesNotExist();
  }

  @Test
  void scenario06UnchangedContentIsNotSentAgain() {
    OriginNode origin = origin();
    EdgeNode edge = net.edge("edge");
    origin.target("edge", edge.address());
    origin.publishToOne();

    var again = origin.publish().targets().get(0).delivery().orElseThrow();

    assertThat(again.verdict().code()).isEqualTo(Verdict.Code.ALREADY_HAVE);
    assertThat(again.bytes()).isZero();
    assertThat(origin.shelf().generations()).hasSize(1);
  }

  @Tag("proof")
  @Test
  void scenario07TargetOfflineThenOnline() {
    String address = "127.0.0.1:" + FreePort.find();
    OriginNode origin = originWith(Limits.DEFAULTS);
    origin.target("edge", address);

    origin.started();
    await().atMost(PATIENCE).until(() -> origin.standing("edge").attempts() > 0);

    EdgeNode edge = net.edge(EdgeNode.plain(net, "edge").at(address));
    awaitItems(edge, 1L);
    await().atMost(PATIENCE).until(() -> origin.standing("edge").isCurrent());
  }

  @Tag("proof")
  @Test
  void scenario08TargetsThatCannotBeReadOnceAreReadAgain() {
    AtomicBoolean readable = new AtomicBoolean();
    OriginNode origin =
        net.origin(OriginNode.plain(net, "origin").through(all -> failingOnce(all, readable)));
    origin.item(1, "one", "open");
    EdgeNode edge = net.edge("edge");
    origin.target("edge", edge.address());

    origin.started();

    awaitItems(edge, 1L);
    assertThat(origin.events).hasAtLeastOneElementOfType(SnapshotEvent.TargetsUnreadable.class);
  }

  private static TargetProvider failingOnce(TargetProvider all, AtomicBoolean readable) {
    return () -> {
      if (!readable.getAndSet(true)) {
        throw new StorageException("read the targets: the disk is away", true);
      }
      return all.targets();
    };
  }

  @Tag("proof")
  @Test
  void scenario09NewTargetGetsWhatThereIs() {
    OriginNode origin = origin().started();
    await().atMost(PATIENCE).until(() -> origin.standing().newest().isPresent());
    EdgeNode edge = net.edge("edge");

    origin.target("edge", edge.address());

    awaitItems(edge, 1L);
    assertThat(origin.shelf().generations()).hasSize(1);
  }

  @Tag("proof")
  @Test
  void scenario10TargetThatHangsHoldsUpNobody() {
    OriginNode origin = patientOrigin();
    EdgeNode hanging = net.edge("hanging");
    EdgeNode other = net.edge("other");
    FaultyDatagramLink link = net.keep(FaultyDatagramLink.to("127.0.0.1", hanging.port()));
    link.stall();
    origin.target("hanging", link.host() + ":" + link.port());
    origin.target("other", other.address());

    origin.started();
    awaitItems(other, 1L);
    await().atMost(PATIENCE).until(() -> origin.standing("hanging").pushing());
    origin.item(2, "two", "open");

    awaitItems(other, 1L, 2L);
    assertThat(origin.standing("hanging").attempts()).as("tries that have ended").isZero();
    assertThat(hanging.version()).isEmpty();
    link.heal();
    awaitItems(hanging, 1L, 2L);
  }

  /** Waits for one that does not answer for longer than anything is waited for here. */
  private OriginNode patientOrigin() {
    return originWith(
        Limits.DEFAULTS.withIdle(PATIENCE.multipliedBy(2)).withConnect(PATIENCE.multipliedBy(2)));
  }

  private OriginNode originWith(Limits limits) {
    OriginNode.Draft draft = OriginNode.plain(net, "origin");
    OriginNode origin = net.origin(draft.as(draft.quic().withLimits(limits)));
    origin.item(1, "one", "open");
    return origin;
  }

  @Tag("proof")
  @Test
  void scenario11SteadyChangesArePublishedAllTheSame() {
    OriginNode origin =
        net.origin(
            OriginNode.plain(net, "origin")
                .by(OriginNode.QUICK.settling(Duration.ofMillis(200), Duration.ofSeconds(2))));
    EdgeNode edge = net.edge("edge");
    origin.target("edge", edge.address());
    origin.started();
    long begin = System.nanoTime();

    await()
        .pollInterval(Duration.ofMillis(50))
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .until(
            () -> {
              long id = (System.nanoTime() - begin) / 1_000;
              origin.item(id, "item", "open");
              return installed(edge) >= 4;
            });
  }

  private static long installed(EdgeNode edge) {
    return edge.events.stream().filter(SnapshotEvent.Installed.class::isInstance).count();
  }

  @Test
  void scenario20WriteOfTheOnlyWriterIsSeen() {
    OriginNode origin = origin();
    EdgeNode edge = net.edge("edge");
    origin.target("edge", edge.address());
    origin.started();
    awaitItems(edge, 1L);

    origin.item(2, "two", "open");

    awaitItems(edge, 1L, 2L);
  }

  /** Not a scenario of its own: a target of the older protocol is served beside the others. */
  @Tag("proof")
  @Test
  void targetOfTheOlderProtocolGetsTheFile() {
    OriginNode origin = origin();
    EdgeNode.Draft draft = EdgeNode.plain(net, "edge");
    EdgeNode edge = net.edge(draft.over(draft.quic().acceptingVersion1As("public")));
    origin.targets.add(new Target("public", "old", Target.Strategy.DBSYNC, edge.address(), true));

    assertThat(origin.publishToOne().code()).isEqualTo(Verdict.Code.ACCEPTED);
    assertThat(edge.items()).containsExactly(1L);
  }
}
