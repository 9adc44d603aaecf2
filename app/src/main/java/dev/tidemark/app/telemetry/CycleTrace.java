package dev.tidemark.app.telemetry;

import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The parts of one cycle, as they are heard of: one for each type that is read, one for the sweep,
 * one for parents and one for the apply, however many requests they take. Not safe for use by many
 * threads.
 */
final class CycleTrace {

  private final Instant startedAt;
  private final Map<String, Stretch> parts = new LinkedHashMap<>();
  private final KeyFetches<Stretch> keyFetches = new KeyFetches<>(each -> add("parents", each));
  private Optional<Asking> asking = Optional.empty();
  private Optional<Instant> applying = Optional.empty();

  CycleTrace(Instant startedAt) {
    this.startedAt = startedAt;
  }

  private record Asking(Fetch what, Instant from) {}

  Instant startedAt() {
    return startedAt;
  }

  void asks(Fetch what, Instant at) {
    asking = Optional.of(new Asking(what, at));
  }

  void isAnswered(Fetched fetched, Instant at) {
    end(each -> Stretch.of(each.from(), at, fetched));
  }

  /** The request that is under way, if one is, has come to nothing. */
  void breaksOff(Instant at) {
    end(each -> Stretch.failed(each.from(), at));
  }

  void hasSwept() {
    keyFetches.endSweep().forEach(each -> add("sweep", each));
  }

  void applies(Instant at) {
    applying = Optional.of(at);
  }

  /** What there was, in the order in which it began. */
  Map<String, Stretch> end(Instant at) {
    breaksOff(at);
    keyFetches.endParents();
    applying.ifPresent(from -> add("apply", Stretch.quiet(from, at)));
    return parts;
  }

  private void end(Function<Asking, Stretch> how) {
    asking.ifPresent(
        each -> {
          Stretch stretch = how.apply(each);
          if (each.what() instanceof Fetch.ByKey) {
            keyFetches.add(each.what().type(), stretch);
          } else {
            add("fetch " + each.what().type().name(), stretch);
          }
        });
    asking = Optional.empty();
  }

  private void add(String part, Stretch stretch) {
    parts.merge(part, stretch, Stretch::plus);
  }
}
