package dev.tidemark.core;

import org.jspecify.annotations.Nullable;

/**
 * Something that the caller cannot decide locally. The family is closed: adapters translate what
 * their drivers throw into one of these and keep the cause.
 *
 * <p>A message says what was attempted, on what, what was expected and found, and what to do; it is
 * meant to be shown to a person as it is. It carries no secret and no row content.
 */
public abstract sealed class TidemarkException extends RuntimeException
    permits AlreadyRunningException,
        BadAnswerException,
        CancelledException,
        ConflictException,
        FencedException,
        IncompatibleReplicaException,
        InvalidInputException,
        MirrorSetupException,
        MirrorUnavailableException,
        NotFoundException,
        NotYetException,
        OriginLoopException,
        OriginUnavailableException,
        OutOfMemoryGuardException,
        RefusedException,
        RepairRefusedException,
        RollupIncompleteException,
        RowsRejectedException,
        StorageException,
        TargetUnavailableException,
        TimedOutException,
        UnauthenticatedException,
        UnflushedException,
        UpstreamUnavailableException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;

  TidemarkException(String code, boolean retryable, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryable = retryable;
  }

  /** Whether the same call can succeed later with nothing changed by a person. */
  public final boolean retryable() {
    return retryable;
  }

  /** A name for this kind of failure that never changes, for machines: {@code STORAGE}. */
  public final String code() {
    return code;
  }
}
