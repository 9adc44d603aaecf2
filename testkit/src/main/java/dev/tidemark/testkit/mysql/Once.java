package dev.tidemark.testkit.mysql;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first asked for; if that fails, the next one tries again. */
final class Once<T> {

  private final Supplier<T> make;
  private @Nullable T made;

  Once(Supplier<T> make) {
    this.make = make;
  }

  synchronized T get() {
    T present = made;
    if (present == null) {
      present = make.get();
      made = present;
    }
    return present;
  }
}
