package dev.tidemark.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.PublicationStanding;
import dev.tidemark.core.snapshot.PublishReport;
import dev.tidemark.core.snapshot.Publisher;
import dev.tidemark.core.sync.SyncEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class PublisherLinksTest {

  private static final SyncEvent CYCLE = new SyncEvent.LeadershipChanged(true);

  private final Told publisher = new Told();
  private final PublisherLinks links = new PublisherLinks();

  @Test
  void connect_replicaThatIsWhole_startsAndTellsOfEachCycle() {
    links.on(CYCLE);
    links.connect(publisher, () -> true);
    links.on(CYCLE);
    links.on(CYCLE);

    assertThat(publisher.told).containsExactly("start", "changed", "changed");
  }

  /** A part of a replica must not replace all of it at an edge. */
  @Test
  void connect_replicaThatIsNotWhole_startsWithTheCycleThatMakesItSo() {
    List<Boolean> whole = new ArrayList<>(List.of(false, false, true, false));
    links.connect(publisher, () -> whole.remove(0));
    links.on(CYCLE);
    assertThat(publisher.told).isEmpty();

    links.on(CYCLE);
    links.on(CYCLE);
    assertThat(publisher.told).containsExactly("start", "changed", "changed");
  }

  @Test
  void connect_replicaThatCannotBeRead_triesAgainLater() {
    boolean[] readable = {false};
    links.connect(
        publisher,
        () -> {
          if (!readable[0]) {
            throw new StorageException("locked", true);
          }
          return true;
        });
    assertThat(publisher.told).isEmpty();

    readable[0] = true;
    links.on(CYCLE);
    assertThat(publisher.told).first().isEqualTo("start");
  }

  @Test
  void disconnect_startsNothingAnyMore() {
    links.connect(publisher, () -> false);
    links.disconnect();
    links.on(CYCLE);

    assertThat(publisher.told).isEmpty();
  }

  private static final class Told implements Publisher {

    final List<String> told = new ArrayList<>();

    @Override
    public void start() {
      told.add("start");
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void sourceChanged() {
      told.add("changed");
    }

    @Override
    public void installed(String snapshot) {
      told.add("installed");
    }

    @Override
    public void targetsChanged() {
      told.add("targets");
    }

    @Override
    public PublishReport publishOnce(String snapshot) {
      throw new UnsupportedOperationException("not asked for here");
    }

    @Override
    public List<PublicationStanding> standings() {
      return List.of();
    }
  }
}
