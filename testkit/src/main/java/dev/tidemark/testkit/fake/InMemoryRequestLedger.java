package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.sync.spi.RequestLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ledger in memory, which forgets requests after a day. Safe for use by many threads. */
public final class InMemoryRequestLedger implements RequestLedger {

  private final List<Instant> asked = new ArrayList<>();
  private @Nullable Instant notBefore;

  @Override
  public synchronized void asking(Instant at) {
    asked.removeIf(earlier -> earlier.isBefore(at.minus(Duration.ofDays(1))));
    asked.add(Precision.MILLIS.cut(at));
  }

  @Override
  public synchronized List<Instant> asked(Instant from, Instant to) {
    Instant first = from.equals(Instant.MIN) ? from : Precision.MILLIS.cut(from);
    return asked.stream().filter(at -> !at.isBefore(first) && !at.isAfter(to)).sorted().toList();
  }

  @Override
  public synchronized void leaveAloneUntil(Instant time) {
    notBefore = Precision.MILLIS.cut(time);
  }

  @Override
  public synchronized Optional<Instant> notBefore() {
    return Optional.ofNullable(notBefore);
  }
}
