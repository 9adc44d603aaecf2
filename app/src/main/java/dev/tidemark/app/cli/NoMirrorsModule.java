package dev.tidemark.app.cli;

import com.google.inject.AbstractModule;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.mirror.Mirror;
import dev.tidemark.core.mirror.Mirrors;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** No mirror at all, which takes no thread and no connection. */
final class NoMirrorsModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(Mirrors.class).toInstance(new None());
  }

  private static final class None implements Mirrors {

    @Override
    public List<Mirror> all() {
      return List.of();
    }

    @Override
    public Mirror get(String name) {
      throw new NotFoundException("mirror " + name + ": there is none");
    }

    @Override
    public void start() {
      // There is nothing to begin.
    }

    @Override
    public void feedGrew() {
      // Nobody follows it.
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedFuture(null);
    }
  }
}
