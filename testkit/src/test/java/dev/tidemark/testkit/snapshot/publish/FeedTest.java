package dev.tidemark.testkit.snapshot.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.feed.Change;
import dev.tidemark.core.feed.Position;
import dev.tidemark.core.feed.spi.ChangeFeed;
import dev.tidemark.core.snapshot.SnapshotEvent.BuildEnded;
import dev.tidemark.core.snapshot.SnapshotEvent.BuildFailed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** A source with a feed: its end says whether anything has changed. */
final class FeedTest {

  private static final Duration WHILE = Duration.ofSeconds(3);

  private final AtomicLong end = new AtomicLong(5);
  private final PublishBench bench = new PublishBench();

  private void follow(LongSupplier latest) {
    bench.feed.set(Optional.of(new EndOfFeed(latest)));
    bench.open();
    bench.started("a");
  }

  @Test
  void feed_thatGrows_isPublished() {
    follow(end::get);
    bench.change("second");
    end.incrementAndGet();
    bench.pass(WHILE);

    bench.assertHas("a", "second");
  }

  /** What is kept beside the rows moves the mark of the file, too. */
  @Test
  void feed_thatStandsStill_isNotBuiltWhateverElseIsCommitted() {
    follow(end::get);
    for (int i = 0; i < 10; i++) {
      bench.store.touch();
      bench.pass(WHILE);
    }

    assertThat(bench.told.events(BuildEnded.class)).hasSize(1);
  }

  /** The replica was made anew. */
  @Test
  void feed_thatBeginsAgain_isPublished() {
    follow(end::get);
    bench.change("second");
    end.set(1);
    bench.pass(WHILE);

    bench.assertHas("a", "second");
  }

  @Test
  void feed_thatCannotBeRead_isToldAndLookedAtAgain() {
    AtomicLong reads = new AtomicLong();
    follow(
        () -> {
          if (reads.incrementAndGet() == 2) {
            throw new StorageException("read the feed: told to fail", true);
          }
          return end.get();
        });
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.told.events(BuildFailed.class)).hasSize(1);
    bench.change("second");
    end.incrementAndGet();

    bench.pass(WHILE);

    bench.assertHas("a", "second");
    assertThat(bench.standing().failure()).isEmpty();
  }

  private record EndOfFeed(LongSupplier end) implements ChangeFeed {

    @Override
    public List<Change> after(Position position, int atMost) {
      throw new AssertionError("the store reads the changes");
    }

    @Override
    public Position latest() {
      return new Position(end.getAsLong());
    }

    @Override
    public void prune(Position upTo) {
      throw new AssertionError("nobody prunes here");
    }

    @Override
    public long compact(Position upTo, Set<Position> keeping) {
      throw new AssertionError("nobody prunes here");
    }
  }
}
