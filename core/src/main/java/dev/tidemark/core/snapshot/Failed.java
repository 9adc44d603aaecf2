package dev.tidemark.core.snapshot;

import dev.tidemark.core.StorageException;
import dev.tidemark.core.snapshot.Verdict.Code;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a peer is told when something breaks here. */
final class Failed {

  private static final Verdict DISK =
      new Verdict(Code.REJECTED_DISK, "the disk has no room for it, or fails");
  private static final Verdict BROKEN =
      new Verdict(Code.FAILED, "something broke here; the log here says what");

  private Failed() {}

  /**
   * What the work says; or, if it throws, what became of it. Why is no business of a peer.
   *
   * @param why hears what was thrown
   */
  static Optional<Verdict> saying(
      Supplier<Optional<Verdict>> work, Consumer<? super Throwable> why) {
    try {
      return work.get();
    } catch (StorageException failure) {
      why.accept(failure);
      return Optional.of(failure.isOfDisk() ? DISK : BROKEN);
    } catch (Throwable failure) {
      why.accept(failure);
      return Optional.of(BROKEN);
    }
  }
}
