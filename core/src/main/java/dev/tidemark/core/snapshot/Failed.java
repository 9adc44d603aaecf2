package dev.tidemark.core.snapshot;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.Verdict.Code;
import java.util.Optional;
import java.util.function.Supplier;

/** What a peer is told when something breaks here. */
final class Failed {

  private Failed() {}

  /** What the work says; or, if it throws, what became of it. */
  static Optional<Verdict> saying(Supplier<Optional<Verdict>> work) {
    try {
      return work.get();
    } catch (StorageException disk) {
      return Optional.of(new Verdict(Code.REJECTED_DISK, text(disk)));
    } catch (Throwable broken) {
      return Optional.of(new Verdict(Code.FAILED, text(broken)));
    }
  }

  private static String text(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
