package dev.tidemark.core.mirror;

import dev.tidemark.core.RowsRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Writes all that a database takes, and finds what it does not. */
final class Bisection {

  private Bisection() {}

  /**
   * @param reason what the database says
   */
  record Rejected<T>(T item, String reason) {}

  /**
   * What was not written.
   *
   * @param gaveUp why the rest was not tried, if it was not
   */
  record Result<T>(List<Rejected<T>> rejected, Optional<String> gaveUp) {}

  /**
   * @param write all of these, or none if it throws that rows were rejected
   * @param atMost how many may be rejected, asked only if any is; behind that nothing more is tried
   */
  static <T> Result<T> write(List<T> items, Consumer<List<T>> write, IntSupplier atMost) {
    List<Rejected<T>> rejected = new ArrayList<>();
    Optional<String> refusal = items.isEmpty() ? Optional.empty() : refusal(items, write);
    return new Result<>(
        rejected,
        refusal.flatMap(reason -> split(items, reason, write, atMost.getAsInt(), rejected)));
  }

  /** Why not all of these were written; empty if they were. */
  private static <T> Optional<String> refusal(List<T> items, Consumer<List<T>> write) {
    try {
      write.accept(items);
      return Optional.empty();
    } catch (RowsRejectedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static <T> Optional<String> split(
      List<T> items,
      String reason,
      Consumer<List<T>> write,
      int atMost,
      List<Rejected<T>> rejected) {
    if (rejected.size() >= atMost) {
      return Optional.of(reason);
    }
    if (items.size() == 1) {
      rejected.add(new Rejected<>(items.get(0), reason));
      return Optional.empty();
    }
    int half = items.size() / 2;
    for (List<T> part : List.of(items.subList(0, half), items.subList(half, items.size()))) {
      Optional<String> gaveUp =
          refusal(part, write).flatMap(why -> split(part, why, write, atMost, rejected));
      if (gaveUp.isPresent()) {
        return gaveUp;
      }
    }
    return Optional.empty();
  }
}
