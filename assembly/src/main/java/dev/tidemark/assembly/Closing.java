package dev.tidemark.assembly;

import com.google.inject.Binding;
import com.google.inject.Scopes;
import com.google.inject.spi.InstanceBinding;
import com.google.inject.spi.ProvisionListener;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Remembers what the injector makes and somebody has to close: the latest first. */
final class Closing implements ProvisionListener {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private volatile boolean starting = true;
  private volatile @Nullable RuntimeException startFailure;

  /** What a provision needs is provisioned, and so remembered, before it. */
  @Override
  public <T> void onProvision(ProvisionInvocation<T> provision) {
    endFailedStart();
    try {
      if (provision.provision() instanceof AutoCloseable made
          && isMadeHere(provision.getBinding())) {
        remember(made);
      }
    } catch (RuntimeException failure) {
      startFailure = failure;
      throw failure;
    }
  }

  /** A start asks for a part once for each that needs it; one that failed might wait every time. */
  private void endFailedStart() {
    RuntimeException earlier = startFailure;
    if (starting && earlier != null) {
      throw earlier;
    }
  }

  void started() {
    starting = false;
  }

  private static boolean isMadeHere(Binding<?> binding) {
    return Scopes.isSingleton(binding) && !(binding instanceof InstanceBinding);
  }

  private synchronized void remember(AutoCloseable made) {
    if (open.stream().noneMatch(each -> each == made)) {
      open.addLast(made);
    }
  }

  /** Closes all, whatever some of them throw; a second call finds nothing to do. */
  @Nullable Throwable closeAll() {
    Throwable failure = null;
    for (AutoCloseable next = last(); next != null; next = last()) {
      try {
        next.close();
      } catch (Throwable thrown) {
        if (failure == null) {
          failure = thrown;
        } else if (failure != thrown) {
          failure.addSuppressed(thrown);
        }
      }
    }
    return failure;
  }

  private synchronized @Nullable AutoCloseable last() {
    return open.pollLast();
  }
}
