package dev.tidemark.assembly;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.matcher.Matchers;
import com.google.inject.spi.Message;
import dev.tidemark.core.TidemarkException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A set of modules, started: all singletons are made at the start, and those that can be closed are
 * closed at the end, the latest first.
 *
 * <p>The injector is strict: no circular proxies, nothing bound implicitly, no constructor without
 * an annotation. What a module binds as a ready instance belongs to whoever made it, and is not
 * closed here. Safe for use by many threads.
 */
public final class Application implements AutoCloseable {

  private final Injector injector;
  private final Closing closing;

  private Application(Injector injector, Closing closing) {
    this.injector = injector;
    this.closing = closing;
  }

  /**
   * Starts these modules, or leaves nothing behind.
   *
   * @throws TidemarkException what a part of the application threw while it was made
   * @throws CreationException if the modules do not fit together
   */
  public static Application start(Module... modules) {
    Closing closing = new Closing();
    List<Module> all = new ArrayList<>(List.of(new Strict(closing)));
    all.addAll(List.of(modules));
    try {
      Injector injector = Guice.createInjector(Stage.PRODUCTION, all);
      closing.started();
      return new Application(injector, closing);
    } catch (CreationException failure) {
      throw undone(closing, unwrapped(failure, failure.getErrorMessages()));
    } catch (RuntimeException failure) {
      throw undone(closing, failure);
    }
  }

  /**
   * The object bound to this class.
   *
   * @throws TidemarkException what it threw while it was made
   */
  public <T> T get(Class<T> type) {
    return get(Key.get(type));
  }

  /**
   * The object bound to this key: one of several upstreams, say.
   *
   * @throws TidemarkException what it threw while it was made
   */
  public <T> T get(Key<T> key) {
    try {
      return injector.getInstance(key);
    } catch (ProvisionException failure) {
      throw unwrapped(failure, failure.getErrorMessages());
    }
  }

  /**
   * Closes what the start has made, all of it, even if a part throws; idempotent.
   *
   * @throws TidemarkException the first failure, with the others suppressed in it
   */
  @Override
  public void close() {
    Throwable failure = closing.closeAll();
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalStateException("stop the application: a part failed to close", failure);
    }
  }

  private static RuntimeException undone(Closing closing, RuntimeException failure) {
    Throwable second = closing.closeAll();
    if (second != null) {
      failure.addSuppressed(second);
    }
    return failure;
  }

  /**
   * The exception of our own family behind the first failure, or else what Guice throws. Later
   * failures are left aside: most come from asking again for what had failed.
   */
  private static RuntimeException unwrapped(RuntimeException failure, Collection<Message> report) {
    return report.stream()
        .map(Message::getCause)
        .filter(Objects::nonNull)
        .findFirst()
        .flatMap(Application::ownFamily)
        .orElse(failure);
  }

  private static Optional<RuntimeException> ownFamily(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .filter(TidemarkException.class::isInstance)
        .map(RuntimeException.class::cast)
        .findFirst();
  }

  private static final class Strict extends AbstractModule {

    private final Closing closing;

    Strict(Closing closing) {
      this.closing = closing;
    }

    @Override
    protected void configure() {
      binder().disableCircularProxies();
      binder().requireExplicitBindings();
      binder().requireExactBindingAnnotations();
      binder().requireAtInjectOnConstructors();
      bindListener(Matchers.any(), closing);
    }
  }
}
