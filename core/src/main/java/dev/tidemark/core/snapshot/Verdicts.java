package dev.tidemark.core.snapshot;

import dev.tidemark.core.snapshot.SubscriberStatus.Judged;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last verdicts. Safe for use by many threads. */
final class Verdicts {

  private static final int KEPT = 20;

  private final Deque<Judged> last = new ArrayDeque<>();

  synchronized void add(Judged one) {
    last.addFirst(one);
    if (last.size() > KEPT) {
      last.removeLast();
    }
  }

  /** The newest first. */
  synchronized List<Judged> last() {
    return List.copyOf(last);
  }
}
