package dev.tidemark.core.mirror;

import dev.tidemark.core.RowsRejectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes all that a database takes, and finds what it does not. */
final class Bisection {

  private Bisection() {}

  /**
   * @param reason what the database says
   */
  record Rejected<T>(T item, String reason) {}

  /**
   * @param write all of these, or none if it throws that rows were rejected
   * @return what was not written
   */
  static <T> List<Rejected<T>> write(List<T> items, Consumer<List<T>> write) {
    List<Rejected<T>> rejected = new ArrayList<>();
    if (!items.isEmpty()) {
      write(items, write, rejected);
    }
    return rejected;
  }

  private static <T> void write(
      List<T> items, Consumer<List<T>> write, List<Rejected<T>> rejected) {
    try {
      write.accept(items);
    } catch (RowsRejectedException e) {
      int half = items.size() / 2;
      if (half == 0) {
        rejected.add(new Rejected<>(items.get(0), String.valueOf(e.getMessage())));
      } else {
        write(items.subList(0, half), write, rejected);
        write(items.subList(half, items.size()), write, rejected);
      }
    }
  }
}
