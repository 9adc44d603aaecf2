package dev.tidemark.core.state;

import dev.tidemark.core.schema.RowKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sister sets of dirty keys that are drained together: a drain is one cut through all of them, with
 * every mark that was made before it and none that was made after. A key is marked in the stripe of
 * its hash, so that threads which mark rarely wait for each other. Safe for use by many threads.
 */
public final class DirtySets {

  static final String CHANGE = "change the weak state";

  private static final int STRIPE_BITS = 6;

  private final List<Stripe> stripes;
  private final List<DirtySet> sets;
  private final Clock clock;
  private final AtomicBoolean sealed = new AtomicBoolean();

  /**
   * @param count how many sisters there are
   */
  public DirtySets(int count, Clock clock) {
    this.stripes =
        IntStream.range(0, 1 << STRIPE_BITS).mapToObj(stripe -> new Stripe(count)).toList();
    this.sets = IntStream.range(0, count).mapToObj(set -> new DirtySet(this, set)).toList();
    this.clock = clock;
  }

  /** The set of this number, from 0. */
  public DirtySet set(int index) {
    return sets.get(index);
  }

  void mark(int set, RowKey key, Wish wish) {
    mark(set, key, wish, false);
  }

  /** Marks a key whose value has not changed but is not in the store any more, sealed or not. */
  void markAgain(int set, RowKey key) {
    mark(set, key, Wish.UPSERT, true);
  }

  private void mark(int set, RowKey key, Wish wish, boolean always) {
    Stripe stripe = stripes.get(stripeOf(key));
    stripe.lock.lock();
    try {
      if (!always) {
        refuseIfSealed(CHANGE);
      }
      stripe.mark(set, key, wish, clock);
    } finally {
      stripe.lock.unlock();
    }
  }

  /**
   * @throws IllegalStateException if the sets are sealed
   */
  void refuseIfSealed(String attempted) {
    if (sealed.get()) {
      throw new IllegalStateException(attempted + ": the state was stopped");
    }
  }

  /** Takes out all marks of all sets, at one moment. */
  public Cut drain() {
    return locked(this::take);
  }

  /** As {@link #drain()}, and refuses every mark from that moment on. */
  public Cut seal() {
    return locked(
        () -> {
          sealed.set(true);
          return take();
        });
  }

  private Cut take() {
    List<List<Map<RowKey, Wish>>> taken = new ArrayList<>();
    for (int set = 0; set < sets.size(); set++) {
      taken.add(new ArrayList<>());
    }
    Optional<Instant> oldest = Optional.empty();
    for (Stripe stripe : stripes) {
      oldest = earlier(oldest, stripe.takeInto(taken));
    }
    return new Cut(taken, oldest);
  }

  /**
   * Puts back what is left of a cut. A key that was marked again meanwhile keeps the newer mark;
   * the age of the oldest mark is that of the cut.
   */
  public void merge(Cut cut) {
    for (int i = 0; i < stripes.size(); i++) {
      Stripe stripe = stripes.get(i);
      stripe.lock.lock();
      try {
        stripe.merge(cut, i);
      } finally {
        stripe.lock.unlock();
      }
    }
  }

  /** How many keys are dirty in all sets, at one moment. */
  public long count() {
    return locked(() -> IntStream.range(0, sets.size()).mapToLong(this::countOf).sum());
  }

  long count(int set) {
    return locked(() -> countOf(set));
  }

  private long countOf(int set) {
    return stripes.stream().mapToLong(stripe -> stripe.marks.get(set).size()).sum();
  }

  /** When the oldest mark was made that is not written yet. */
  public Optional<Instant> oldest() {
    return locked(
        () ->
            stripes.stream()
                .map(stripe -> Optional.ofNullable(stripe.oldest.getPlain()))
                .reduce(Optional.empty(), DirtySets::earlier));
  }

  private <T> T locked(Supplier<T> work) {
    stripes.forEach(stripe -> stripe.lock.lock());
    try {
      return work.get();
    } finally {
      stripes.forEach(stripe -> stripe.lock.unlock());
    }
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get().isBefore(other.get()) ? one.get() : other.get())
        : one.or(() -> other);
  }

  /** The high bits of a multiplied hash: the low ones choose the place inside the stripe's map. */
  static int stripeOf(RowKey key) {
    return (key.hashCode() * 0x9E3779B9) >>> (32 - STRIPE_BITS);
  }

  /**
   * The part of all sets that some hashes belong to, in the order of the marks, in which the rows
   * were most likely made, too. Everything in it is used under its lock.
   */
  private static final class Stripe {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Map<RowKey, Wish>> marks = new ArrayList<>();
    private final AtomicReference<@Nullable Instant> oldest = new AtomicReference<>();

    Stripe(int sets) {
      for (int set = 0; set < sets; set++) {
        marks.add(new LinkedHashMap<>());
      }
    }

    void mark(int set, RowKey key, Wish wish, Clock clock) {
      marks.get(set).put(key, wish);
      if (oldest.getPlain() == null) {
        oldest.setPlain(clock.instant());
      }
    }

    Optional<Instant> takeInto(List<List<Map<RowKey, Wish>>> taken) {
      for (int set = 0; set < marks.size(); set++) {
        boolean empty = marks.get(set).isEmpty();
        taken.get(set).add(empty ? Map.of() : marks.set(set, new LinkedHashMap<>()));
      }
      Optional<Instant> since = Optional.ofNullable(oldest.getPlain());
      oldest.setPlain(null);
      return since;
    }

    void merge(Cut cut, int stripe) {
      boolean merged = false;
      for (int set = 0; set < marks.size(); set++) {
        Map<RowKey, Wish> now = marks.get(set);
        Map<RowKey, Wish> back = cut.marks(set, stripe);
        back.forEach(now::putIfAbsent);
        merged |= !back.isEmpty();
      }
      if (merged) {
        oldest.setPlain(earlier(Optional.ofNullable(oldest.getPlain()), cut.oldest()).orElse(null));
      }
    }
  }
}
