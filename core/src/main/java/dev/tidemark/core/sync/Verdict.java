package dev.tidemark.core.sync;

import dev.tidemark.core.AlreadyRunningException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.NotYetException;
import dev.tidemark.core.TidemarkException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * What an attempt means for the next one.
 *
 * @param notBefore until when the failure wants the upstream to be left alone
 */
record Verdict(Kind kind, Optional<Instant> notBefore) {

  enum Kind {
    SUCCEEDED,
    /** The same may well succeed soon. */
    FAILED_IN_PASSING,
    FAILED,
    /** Somebody else ran a cycle. */
    BUSY,
    /** The schedule was stopped, or leadership lost, before it began. */
    NOT_BEGUN
  }

  static final Verdict NOT_BEGUN = of(Kind.NOT_BEGUN);

  /** Types that were left as they were are worth another attempt if that may help all of them. */
  static Verdict of(SyncReport report) {
    Collection<TidemarkException> failures = report.failures().values();
    boolean passing = !failures.isEmpty() && failures.stream().allMatch(Verdict::isInPassing);
    return of(passing ? Kind.FAILED_IN_PASSING : Kind.SUCCEEDED);
  }

  /** A bug, or an error of the machine, is a failure like any other. */
  static Verdict of(Throwable failure) {
    if (failure instanceof AlreadyRunningException) {
      return of(Kind.BUSY);
    }
    boolean passing = failure instanceof TidemarkException known && isInPassing(known);
    return new Verdict(passing ? Kind.FAILED_IN_PASSING : Kind.FAILED, notBefore(failure));
  }

  boolean isInPassing() {
    return kind == Kind.FAILED_IN_PASSING;
  }

  private static Verdict of(Kind kind) {
    return new Verdict(kind, Optional.empty());
  }

  private static boolean isInPassing(TidemarkException failure) {
    return failure.retryable()
        && !(failure instanceof AlreadyRunningException)
        && !(failure instanceof CancelledException);
  }

  private static Optional<Instant> notBefore(Throwable failure) {
    return failure instanceof NotYetException notYet
        ? Optional.of(notYet.notBefore())
        : Optional.empty();
  }
}
