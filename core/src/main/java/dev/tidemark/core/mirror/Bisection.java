package dev.tidemark.core.mirror;

import dev.tidemark.core.RowsRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
   * @param atMost how many may be rejected; behind that nothing more is tried
   */
  static <T> Result<T> write(List<T> items, Consumer<List<T>> write, int atMost) {
    List<Rejected<T>> rejected = new ArrayList<>();
    Optional<String> gaveUp =
        items.isEmpty() ? Optional.empty() : write(items, write, atMost, rejected);
    return new Result<>(rejected, gaveUp);
  }

  private static <T> Optional<String> write(
      List<T> items, Consumer<List<T>> write, int atMost, List<Rejected<T>> rejected) {
    try {
      write.accept(items);
      return Optional.empty();
    } catch (RowsRejectedException e) {
      String reason = String.valueOf(e.getMessage());
      if (rejected.size() >= atMost) {
        return Optional.of(reason);
      }
      int half = items.size() / 2;
      if (half == 0) {
        rejected.add(new Rejected<>(items.get(0), reason));
        return Optional.empty();
      }
      return write(items.subList(0, half), write, atMost, rejected)
          .or(() -> write(items.subList(half, items.size()), write, atMost, rejected));
    }
  }
}
