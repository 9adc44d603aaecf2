package dev.tidemark.testkit.mirror;

import static dev.tidemark.testkit.mirror.MirrorBench.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.TimedOutException;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.Comparison;
import dev.tidemark.core.mirror.MirrorPolicy;
import dev.tidemark.core.mirror.MirrorState;
import dev.tidemark.core.mirror.RepairRequest;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Sample;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One history. */
final class MirrorModel {

  private static final Duration INTERVAL = Duration.ofMinutes(4);

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  final MirrorBench bench =
      new MirrorBench(Schema.of("model", Sample.ORG, Sample.IX, Sample.PORT, Sample.WORD));
  private Optional<Runnable> remembered = Optional.empty();
  private Position rememberedAt = Position.START;
  private int day = 1;
  private long term;
  private int calls;
  private boolean everRefused;
  private boolean looking;

  MirrorModel() {
    bench.policy.set(
        new MirrorPolicy(
            INTERVAL, 1, Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(20), 3));
    bench.start();
  }

  void happen(MirrorStep step) {
    if (step instanceof MirrorStep.Cycle cycle) {
      cycle.changes().forEach(this::change);
      if (cycle.told()) {
        bench.mirrors().feedGrew();
      }
    } else if (step instanceof MirrorStep.Fail fail) {
      fail(fail);
    } else if (step instanceof MirrorStep.Event event) {
      event(event);
    }
  }

  private void change(MirrorStep.Change change) {
    long id = change.id();
    String name = "name " + change.name();
    day++;
    switch (change.what()) {
      case PUT_ORG -> bench.replica.live(Sample.live(Sample.ORG, id, day, "name", name));
      case PUT_IX ->
          bench.replica.live(Sample.live(Sample.IX, id, day, "name", name, "org_id", id));
      case PUT_WORD -> bench.replica.live(Sample.word("w" + id, name));
      case PUT_PORT -> bench.replica.live(Sample.port(id, name, "p", day));
      case KILL_ORG -> bench.replica.live(Sample.dead(Sample.ORG, id, day));
      case KILL_IX -> bench.replica.live(Sample.dead(Sample.IX, id, day, "org_id", id));
      case VANISH_WORD -> bench.replica.vanished(Sample.WORD, key("w" + id));
      case VANISH_PORT -> bench.replica.vanished(Sample.PORT, key(id, name));
      case PURGE -> bench.replica.purge();
    }
  }

  private void fail(MirrorStep.Fail fail) {
    calls = 0;
    befall(
        step -> {
          boolean isMeant =
              switch (fail.how()) {
                case ANSWER_LOST -> step.equals("committed");
                case TIMED_OUT -> step.matches("(digest|hint) .*");
                case DEADLOCK -> step.matches("(upsert|delete|load) .*");
                default -> true;
              };
          if (isMeant && calls++ >= fail.behind() && calls <= fail.behind() + fail.times()) {
            throwAs(fail.how());
          }
        });
  }

  private void befall(Consumer<String> hook) {
    bench.database.before(
        step -> {
          if (!looking) {
            hook.accept(step);
          }
        });
  }

  private static void throwAs(MirrorStep.Failure how) {
    switch (how) {
      case SETUP -> throw new MirrorSetupException("not as it should be", null);
      case TIMED_OUT -> throw new TimedOutException("too long", new Exception());
      case KILLED -> throw new Killed();
      default -> throw MirrorBench.gone();
    }
  }

  private void event(MirrorStep.Event event) {
    switch (event) {
      case PASS_A_SECOND -> bench.pass(Duration.ofSeconds(1));
      case PASS_A_MINUTE -> bench.pass(Duration.ofMinutes(1));
      case PASS_AN_INTERVAL -> bench.pass(INTERVAL);
      case GO_AWAY -> befall(step -> throwAs(MirrorStep.Failure.UNAVAILABLE));
      case COME_BACK -> bench.database.comeBack();
      case RESTART -> bench.restart();
      case KILL -> kill();
      case LOSE_THE_LEAD -> bench.leadership.lose();
      case LEAD -> bench.leadership.lead(++term);
      case ANOTHER_WRITES -> byHand(this::fence);
      case DROP_A_TABLE -> byHand(() -> bench.database.drop(Sample.IX));
      case CLEAR -> bench.database.clear();
      case REMEMBER -> remember();
      case PUT_BACK -> remembered.filter(any -> !everRefused).ifPresent(Runnable::run);
      case REFUSE -> refuse();
      case TAKE_ALL -> bench.database.refuseNone();
      case PRUNE_WHAT_IS_PASSED -> pruneWhatIsPassed();
      case COMPACT -> compact();
      case VERIFY -> byHand(this::verify);
      case BACKFILL -> byHand(() -> bench.mirror().backfill());
      case SET_CLOCK_BACK -> bench.clock.advance(Duration.ofHours(-5));
      case REPAIR -> byHand(() -> bench.mirror().repair(request()));
      case EDIT -> byHand(() -> bench.database.rows(Sample.ORG).forEach(this::edit));
      case ADD -> byHand(() -> bench.database.put(Sample.word("stray", "")));
      case REMOVE -> byHand(() -> bench.database.rows(Sample.IX).forEach(this::remove));
      case PRUNE_ALL -> bench.replica.prune(bench.replica.latest());
      case RESTORE_REPLICA -> bench.replica.restore(bench.replica.cycles() / 2);
      case REBUILD_REPLICA -> bench.replica.rebuild(Sample.live(Sample.ORG, 1, ++day));
    }
  }

  private void kill() {
    bench.mirrors().stop();
    bench.open();
    bench.start();
  }

  private void fence() {
    bench.leadership.unheard(term);
    long later = ++term;
    bench
        .database
        .newTarget("another")
        .write(
            transaction -> {
              transaction.fence(later);
              return later;
            });
  }

  /** What was copied while rows are refused has others than it ought to. */
  private void remember() {
    if (bench.stands() == MirrorState.LIVE) {
      remembered = Optional.of(bench.database.remember());
      rememberedAt = place();
    }
  }

  private void refuse() {
    everRefused = true;
    bench.database.refuse(Sample.ORG, key(1L));
    bench.database.refuse(Sample.WORD, key("w2"));
  }

  /** As the retention of the feed does, which waits for a mirror. */
  private void pruneWhatIsPassed() {
    boolean isOlder = remembered.isPresent() && rememberedAt.compareTo(place()) < 0;
    Position upTo = isOlder ? rememberedAt : place();
    if (upTo.value() > 1) {
      bench.replica.prune(new Position(upTo.value() - 1));
    }
  }

  /** Who is at the beginning remembers no change that could be kept. */
  private void compact() {
    Set<Position> kept = new HashSet<>(List.of(place()));
    remembered.ifPresent(any -> kept.add(rememberedAt));
    if (!kept.contains(Position.START)) {
      bench.replica.compact(bench.replica.latest(), kept);
    }
  }

  private Position place() {
    looking = true;
    Optional<Bookmark> place = bench.database.newTarget("any").bookmark();
    looking = false;
    return place.map(Bookmark::position).orElse(Position.START);
  }

  private void verify() {
    boolean isUp = bench.stands() == MirrorState.LIVE;
    if (isUp) {
      bench.mirror().verify(bench.schema.types());
    }
  }

  private RepairRequest request() {
    return new RepairRequest(bench.schema.types(), false, 1);
  }

  private void edit(Row row) {
    bench.database.put(Sample.live(Sample.ORG, (long) row.key().values().get(0), 1));
  }

  private void remove(Row row) {
    bench.database.remove(row.type(), row.key());
  }

  private static void byHand(Runnable work) {
    try {
      work.run();
    } catch (TidemarkException | Killed failure) {
      // Whoever does it by hand sees that.
    }
  }

  /** From now on everything works, and time passes. */
  void heal() {
    bench.database.comeBack();
    bench.database.refuseNone();
    bench.leadership.lead(++term);
    bench.pass(INTERVAL.multipliedBy(2).plusMinutes(1));
  }

  void assertHealed() {
    bench.assertState(MirrorState.LIVE);
    bench.assertEqual();
    assertThat(bench.mirror().quarantined()).isEmpty();
    assertThat(bench.mirror().status().tables())
        .allMatch(table -> table.verified().isPresent() && table.failure().isEmpty());
    for (EntityType type : bench.schema.types()) {
      assertThat(bench.mirror().verify(List.of(type))).allMatch(Comparison::isEqual);
    }
  }
}
