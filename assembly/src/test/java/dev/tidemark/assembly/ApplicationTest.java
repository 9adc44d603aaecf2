package dev.tidemark.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.PrivateModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.name.Named;
import com.google.inject.name.Names;
import dev.tidemark.core.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ApplicationTest {

  private final List<String> closed = new ArrayList<>();

  @Test
  void close_singletons_closesLatestFirst() {
    Application.start(new Chain(closed)).close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void close_twice_closesOnce() {
    Application application = Application.start(new Chain(closed));

    application.close();
    application.close();

    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void close_privateModules_closesTheirSingletons() {
    Application.start(hidden("a"), hidden("b")).close();

    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  void close_readyInstance_leavesItToItsMaker() {
    Module module =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(First.class).toInstance(new First(closed));
          }
        };

    Application.start(module).close();

    assertThat(closed).isEmpty();
  }

  @Test
  void close_partsThrow_closesAllAndKeepsEveryFailure() {
    Application application = Application.start(new Failing(closed));

    assertThatThrownBy(application::close)
        .isInstanceOf(StorageException.class)
        .hasMessage("close the second: disk full")
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .isInstanceOf(IOException.class));
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void close_checkedFailure_isIllegalStateWithCause() {
    Module module =
        new AbstractModule() {
          @Provides
          @Singleton
          AutoCloseable part() {
            return () -> {
              throw new IOException("gone");
            };
          }
        };
    Application application = Application.start(module);

    assertThatThrownBy(application::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stop the application: a part failed to close")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void start_partThrows_throwsItAsItselfAndClosesTheRest() {
    assertThatThrownBy(() -> Application.start(new Chain(closed), new Broken()))
        .isInstanceOf(StorageException.class)
        .hasMessage("open the third: locked");
    assertThat(closed).contains("first");
  }

  @Test
  void start_partThrows_asksForItOnce() {
    AtomicInteger asked = new AtomicInteger();
    Module module =
        new AbstractModule() {
          @Provides
          @Singleton
          Iterable<String> part() {
            asked.incrementAndGet();
            throw new StorageException("open the part: no", false);
          }

          @Provides
          @Singleton
          Runnable first(Iterable<String> part) {
            return () -> {};
          }

          @Provides
          @Singleton
          Readable second(Iterable<String> part) {
            return buffer -> 0;
          }
        };

    assertThatThrownBy(() -> Application.start(module))
        .isInstanceOf(StorageException.class)
        .hasMessage("open the part: no");
    assertThat(asked).hasValue(1);
  }

  @Test
  void start_partThrowsAndUndoFails_keepsBoth() {
    assertThatThrownBy(() -> Application.start(new Failing(closed), new Broken()))
        .hasMessage("open the third: locked")
        .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
  }

  @Test
  void start_bugBeforeOwnFailure_showsTheBug() {
    Module module =
        new AbstractModule() {
          @Provides
          @Singleton
          Runnable bug() {
            throw new IllegalStateException("a bug");
          }
        };

    assertThatThrownBy(() -> Application.start(module, new BrokenToo()))
        .isInstanceOf(CreationException.class)
        .hasMessageContaining("a bug");
  }

  @Test
  void start_missingBinding_saysWhichOne() {
    Module module =
        new AbstractModule() {
          @Provides
          @Singleton
          Runnable job(Iterable<String> words) {
            return () -> {};
          }
        };

    assertThatThrownBy(() -> Application.start(module))
        .isInstanceOf(CreationException.class)
        .hasMessageContaining("Iterable");
  }

  @Test
  void get_notBound_isNotMadeUp() {
    try (Application application = Application.start()) {
      assertThatThrownBy(() -> application.get(StringBuilder.class))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("StringBuilder");
    }
  }

  @Test
  void get_unscopedPartThrows_throwsItAsItself() {
    Module module =
        new AbstractModule() {
          @Provides
          Runnable job() {
            throw new StorageException("read the job: no such file", false);
          }
        };
    try (Application application = Application.start(module)) {
      assertThatThrownBy(() -> application.get(Runnable.class))
          .isInstanceOf(StorageException.class)
          .hasMessage("read the job: no such file");
    }
  }

  private Module hidden(String name) {
    return new PrivateModule() {
      @Override
      protected void configure() {
        bind(Key.get(AutoCloseable.class, Names.named(name))).to(AutoCloseable.class);
        expose(Key.get(AutoCloseable.class, Names.named(name)));
      }

      @Provides
      @Singleton
      AutoCloseable part() {
        return () -> closed.add(name);
      }
    };
  }

  private record First(List<String> closed) implements AutoCloseable {
    @Override
    public void close() {
      closed.add("first");
    }
  }

  private record Second(List<String> closed, First needed) implements AutoCloseable {
    @Override
    public void close() {
      closed.add("second");
    }
  }

  /** The second is bound before the first that it needs. */
  private static final class Chain extends AbstractModule {

    private final List<String> closed;

    Chain(List<String> closed) {
      this.closed = closed;
    }

    @Provides
    @Singleton
    Second second(First first) {
      return new Second(closed, first);
    }

    @Provides
    @Singleton
    First first() {
      return new First(closed);
    }
  }

  private static final class Failing extends AbstractModule {

    private final List<String> closed;

    Failing(List<String> closed) {
      this.closed = closed;
    }

    @Provides
    @Singleton
    @Named("first")
    AutoCloseable first() {
      return () -> {
        closed.add("first");
        throw new IOException("gone");
      };
    }

    @Provides
    @Singleton
    @Named("second")
    AutoCloseable second(@Named("first") AutoCloseable first) {
      return () -> {
        closed.add("second");
        throw new StorageException("close the second: disk full", false);
      };
    }
  }

  private static final class BrokenToo extends AbstractModule {

    @Provides
    @Singleton
    @Named("later")
    Runnable later() {
      throw new StorageException("open it again: locked", true);
    }
  }

  private static final class Broken extends AbstractModule {

    @Provides
    @Singleton
    Runnable third() {
      throw new StorageException("open the third: locked", true);
    }
  }
}
