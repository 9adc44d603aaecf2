package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.snapshot.PublisherPolicy;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Target;
import dev.tidemark.core.snapshot.Verdict;
import dev.tidemark.core.snapshot.Verdict.Code;
import dev.tidemark.testkit.snapshot.publish.PublishStep.Event;
import dev.tidemark.testkit.snapshot.publish.PublishStep.Fate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One history. */
final class PublishModel {

  static final List<String> NAMES = List.of("a", "b", "c");

  /** A build and a push, each of which may have failed often. */
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(11);

  private static final Duration RECONCILED = Duration.ofMinutes(40);

  private final PublishBench bench = new PublishBench();
  private final Set<String> live = new TreeSet<>();
  private boolean lostState;
  private boolean lostShelf;
  private boolean hasForgotten;

  PublishModel() {
    bench.policy.set(PublisherPolicy.DEFAULTS.reconcilingEvery(RECONCILED));
    bench.started();
  }

  void happen(PublishStep step) {
    if (step instanceof PublishStep.Change change) {
      bench.change("content " + change.content());
      if (change.told()) {
        bench.publisher().sourceChanged();
      }
    } else if (step instanceof PublishStep.Befall befall) {
      befall(befall.target(), befall.fate());
    } else if (step instanceof PublishStep.Cut cut) {
      bench.network.cutAt(PublishBench.endpoint(cut.target()), cut.at());
    } else if (step instanceof PublishStep.DieInPush die) {
      bench.dieAt(die.at());
    } else if (step instanceof PublishStep.DieInBuild die) {
      bench.dieAt(die.at());
    } else if (step instanceof Event event) {
      event(event);
    }
    bench.pass(Duration.ZERO);
    if (bench.isDead()) {
      bench.healed();
      begin();
    }
  }

  private void befall(String name, Fate fate) {
    switch (fate) {
      case ADD -> add(name);
      case REMOVE -> remove(name);
      case DISABLE -> disable(name);
      case REJECT -> bench.edge(name).says(Verdict.of(Code.REJECTED_BUSY));
      case TAKE -> bench.edge(name).saysWhatItThinks();
      case FORGET -> forget(name);
    }
  }

  private void forget(String name) {
    hasForgotten = true;
    bench.edge(name).forget();
  }

  private void add(String name) {
    live.add(name);
    bench.addTarget(name);
    bench.publisher().targetsChanged();
  }

  private void remove(String name) {
    live.remove(name);
    bench.removeTarget(name);
  }

  private void disable(String name) {
    if (live.remove(name)) {
      Target on = PublishBench.target(name);
      bench.setTarget(new Target(on.snapshot(), name, on.strategy(), on.endpoint(), false));
    }
  }

  private void event(Event event) {
    switch (event) {
      case PASS_A_MOMENT -> bench.pass(Duration.ofMillis(100));
      case PASS_SECONDS -> bench.pass(Duration.ofSeconds(3));
      case PASS_MINUTES -> bench.pass(Duration.ofMinutes(4));
      case RESTART -> restart();
      case KILL -> bench.kill();
      case LOSE_WEAK_STATE -> loseWeakState();
      case LOSE_STATE -> loseState();
      case LOSE_SHELF -> loseShelf();
      case LOSE_THE_LEAD -> bench.leadership.set(false);
      case LEAD -> bench.leadership.set(true);
      case BUILDS_FAIL -> bench.disk.failAt("build public");
      case NETWORK_FAILS -> bench.network.turnAway("origin");
      case TARGETS_UNREADABLE -> bench.targetsUnreadable();
      case ALL_WORKS -> works();
      case SET_CLOCK_BACK -> bench.clock.advance(Duration.ofDays(-7));
      case SET_CLOCK_FORTH -> bench.clock.advance(Duration.ofDays(3));
      case PUBLISH_ONCE -> publishOnce();
      case TELL -> bench.publisher().targetsChanged();
    }
  }

  private void begin() {
    bench.open();
    bench.start();
  }

  private void restart() {
    bench.end();
    begin();
  }

  private void loseWeakState() {
    bench.end();
    bench.loseWeakState();
    begin();
  }

  /** Of the two memories that there are, one is lost in a history: nobody knows without any. */
  private void loseState() {
    if (!lostShelf) {
      lostState = true;
      bench.end();
      bench.loseState();
      begin();
    }
  }

  private void loseShelf() {
    if (!lostState) {
      lostShelf = true;
      bench.end();
      bench.loseShelf();
      begin();
    }
  }

  private void works() {
    bench.healed();
    bench.targetsReadable();
    NAMES.forEach(name -> bench.edge(name).saysWhatItThinks());
  }

  private void publishOnce() {
    try {
      bench.publisher().publishOnce(PublishBench.NAME);
    } catch (TidemarkException | IllegalStateException refusedOrDead) {
      // Either is told to whoever asked.
    }
  }

  /** From now on nothing befalls anybody, and enough time passes. */
  void heal() {
    works();
    bench.leadership.set(true);
    bench.pass(LONG_ENOUGH);
    if (hasForgotten) {
      bench.pass(RECONCILED);
    }
  }

  void assertConverged() {
    for (String name : live) {
      bench.assertHas(name, bench.content());
      assertThat(bench.standing(name).isCurrent()).as("%s", bench.standing(name)).isTrue();
    }
    assertThat(bench.standing().failure()).isEmpty();
    assertThat(bench.pushing()).isZero();
    assertNoVersionIsTwoContents();
  }

  private void assertNoVersionIsTwoContents() {
    Map<SnapshotVersion, String> seen = new HashMap<>();
    for (String name : NAMES) {
      for (SignedManifest taken : bench.edge(name).taken()) {
        String identity = taken.manifest().identity();
        assertThat(seen.computeIfAbsent(taken.manifest().version(), any -> identity))
            .isEqualTo(identity);
      }
    }
  }
}
