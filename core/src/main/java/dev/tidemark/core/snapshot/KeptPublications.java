package dev.tidemark.core.snapshot;

import dev.tidemark.core.event.Listener;
import dev.tidemark.core.time.Ambient;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** All publications, each with its turns. */
final class KeptPublications implements Publisher {

  KeptPublications(
      Collection<PublishedSnapshot> snapshots,
      PublisherPorts ports,
      Supplier<PublisherPolicy> policy,
      Ambient ambient,
      Executor workers,
      Listener listener) {}

  @Override
  public void start() {}

  @Override
  public CompletionStage<Void> stop() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void sourceChanged() {}

  @Override
  public void installed(String snapshot) {}

  @Override
  public void targetsChanged() {}

  @Override
  public PublishReport publishOnce(String snapshot) {
    throw new IllegalStateException(snapshot);
  }

  @Override
  public List<PublicationStanding> standings() {
    return List.of();
  }
}
