package dev.tidemark.testkit.snapshot.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.SubscriberPolicy.Limits;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.core.snapshot.spi.Inbox.Answer;
import dev.tidemark.core.snapshot.spi.Inbox.Reception;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import dev.tidemark.testkit.contract.SampleSnapshot;
import dev.tidemark.testkit.fake.SnapshotHop.Step;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens, in whatever order. */
final class ReceiveModelTest {

  private static final List<String> STEPS =
      List.of(
          "receive",
          "copy",
          "write",
          "verify",
          "sync",
          "rename",
          "open",
          "commit",
          "suspend",
          "roll back");

  private static final List<String> DEADLY_STEPS =
      Stream.concat(STEPS.stream(), Stream.of("committed")).toList();

  /** What may happen to an edge. */
  enum Kind {
    PUSH,
    BREAK,
    LOSE_VERDICT,
    BEGIN,
    GO_ON,
    GARBLE,
    FAIL,
    DIE,
    RESTART,
    ROLL_BACK
  }

  /**
   * One thing that happens.
   *
   * @param version of the snapshot that it is about
   * @param choice among what else there is to choose from
   */
  record Deed(Kind kind, int version, int choice) {}

  @Provide
  Arbitrary<List<Deed>> deeds() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(0, 1_000))
        .as(Deed::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Property(tries = 100)
  void served_isAlwaysAVersionThatWasAcceptedWhole(@ForAll("deeds") List<Deed> deeds) {
    Run run = new Run();
    for (Deed deed : deeds) {
      run.take(deed);
      run.check();
    }
    run.end();
  }

  /** An edge, and what must be true of it. */
  private static final class Run {

    private final Map<Integer, SampleSnapshot> snapshots = new HashMap<>();
    private final Edge edge = Edge.within(new Limits(1_000, 1_000, 1_000_000, Long.MAX_VALUE));
    private final List<Reception> open = new ArrayList<>();
    private final List<SampleSnapshot> coming = new ArrayList<>();
    private final Set<SnapshotVersion> mayBeServed = new HashSet<>();
    private Optional<SnapshotVersion> highest = Optional.empty();

    /** Most are small, and some are large enough to be kept when they break off. */
    private SampleSnapshot snapshot(int version) {
      return snapshots.computeIfAbsent(version, Run::made);
    }

    private static SampleSnapshot made(int version) {
      byte[] bytes = SampleSnapshot.noise(7, version % 4 == 0 ? 1_200_000 : 50_000);
      bytes[version]++;
      return SampleSnapshot.of(version, bytes);
    }

    void take(Deed deed) {
      SampleSnapshot snapshot = snapshot(deed.version());
      switch (deed.kind()) {
        case PUSH -> push(overOlder(snapshot));
        case BREAK -> {
          edge.network.cutAfter(Edge.ADDRESS, deed.choice() * 1_200L);
          push(overOlder(snapshot));
          edge.network.recover();
        }
        case LOSE_VERDICT -> {
          edge.network.cutAt(Edge.ADDRESS, Step.VERDICT);
          push(snapshot);
          edge.network.recover();
        }
        case BEGIN -> begin(snapshot);
        case GO_ON -> goOn(deed.choice());
        case GARBLE -> garble(snapshot, deed.choice());
        case FAIL -> {
          String step = STEPS.get(deed.choice() % STEPS.size());
          edge.disk.failAt(step + " public");
          pushOrRollBack(step, snapshot);
          edge.disk.recover();
        }
        case DIE -> {
          String step = DEADLY_STEPS.get(deed.choice() % DEADLY_STEPS.size());
          edge.disk.dieAt(step + " public");
          dieAt(step, snapshot);
        }
        case RESTART -> restart();
        case ROLL_BACK -> rollBack();
      }
    }

    private void pushOrRollBack(String step, SampleSnapshot snapshot) {
      if (step.equals("roll back")) {
        rollBack();
      } else {
        push(overOlder(snapshot));
      }
    }

    /** A dead process says what it likes. */
    private void dieAt(String step, SampleSnapshot snapshot) {
      if (step.equals("roll back")) {
        rollBack();
      } else {
        Optional<Verdict> verdict = edge.tryPush(overOlder(snapshot));
        boolean isServed = verdict.equals(Optional.of(Verdict.of(Code.ACCEPTED)));
        mayBeServed.addAll(
            isServed || step.equals("committed") ? Set.of(snapshot.version()) : Set.of());
      }
      edge.disk.recover();
      restart();
    }

    private SampleSnapshot overOlder(SampleSnapshot snapshot) {
      edge.serving().map(version -> snapshot((int) version.sequence())).ifPresent(snapshot::over);
      return snapshot;
    }

    /** What had no verdict may be served, too: it was whole, or it is not served. */
    private void push(SampleSnapshot snapshot) {
      Optional<SnapshotVersion> before = edge.serving();
      Optional<Verdict> verdict = edge.tryPush(snapshot);
      if (verdict.isEmpty() || verdict.get().code() == Code.ACCEPTED) {
        mayBeServed.add(snapshot.version());
      } else {
        assertThat(edge.serving()).isEqualTo(before);
      }
    }

    private void begin(SampleSnapshot snapshot) {
      if (edge.subscriber.offered(snapshot.manifest(), "origin") instanceof Answer.Wanted wanted) {
        open.add(wanted.reception());
        coming.add(snapshot);
      }
    }

    private void goOn(int choice) {
      if (open.isEmpty()) {
        return;
      }
      int which = choice % open.size();
      Reception reception = open.remove(which);
      SampleSnapshot snapshot = coming.remove(which);
      int from = (int) reception.length();
      byte[] bytes = snapshot.bytes();
      reception.write(ByteBuffer.wrap(bytes, from, bytes.length - from), from);
      if (choice % 4 > 0 && reception.complete().code() == Code.ACCEPTED) {
        mayBeServed.add(snapshot.version());
      }
      reception.close();
    }

    private void garble(SampleSnapshot snapshot, int choice) {
      if (edge.subscriber.offered(snapshot.manifest(), "eve") instanceof Answer.Wanted wanted) {
        Reception reception = wanted.reception();
        byte[] bytes = snapshot.bytes();
        bytes[choice * 40]++;
        reception.write(ByteBuffer.wrap(bytes), 0);
        if (choice % 3 > 0) {
          assertThat(reception.complete().code()).isNotEqualTo(Code.ACCEPTED);
        }
        reception.close();
      }
    }

    private void restart() {
      edge.restart();
      open.forEach(Reception::close);
      open.clear();
      coming.clear();
    }

    private void rollBack() {
      try {
        mayBeServed.add(edge.subscriber.rollBack(Edge.NAME).manifest().version());
      } catch (NotFoundException | StorageException | IllegalStateException noneOrBroken) {
        // Then nothing has changed, as the check finds.
      }
    }

    void check() {
      Optional<SnapshotVersion> serving = edge.serving();
      assertThat(mayBeServed).containsAll(serving.stream().toList());
      serving.ifPresent(this::mustBeWhole);
      Optional<SnapshotVersion> now = edge.store.shelf(Edge.NAME).highest();
      highest.ifPresent(before -> assertThat(now.orElseThrow()).isGreaterThanOrEqualTo(before));
      highest = now;
      assertThat(edge.subscriber.status().receiving()).hasSize(open.size());
      assertThat(edge.disk.temporaries(Edge.NAME)).isEqualTo(open.size());
    }

    private void mustBeWhole(SnapshotVersion version) {
      SampleSnapshot expected = snapshot((int) version.sequence());
      try (SnapshotContent content = edge.store.shelf(Edge.NAME).open(version)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
        content.read(bytes, 0);
        assertThat(Arrays.equals(bytes.array(), expected.bytes())).isTrue();
      }
    }

    /** The next good one is taken, whatever was before. */
    void end() {
      open.forEach(Reception::close);
      edge.assertTidy();
      SampleSnapshot last = snapshot(99);
      assertThat(edge.push(last).code()).isEqualTo(Code.ACCEPTED);
      edge.assertServing(last);
      edge.assertTidy();
    }
  }
}
