package dev.tidemark.core.sync;

import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StrongRows;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import dev.tidemark.core.sync.spi.RequestLedger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ledger in the strong tier. The requests of an hour are one row, so that to note one is to
 * read and write one row, and a budget of an hour reads two. Rows that are of no use are looked for
 * when a new one is begun, and at no other time: there are never more than fifty.
 */
final class StoredLedger implements RequestLedger {

  private final StateEngine state;
  private final StrongTable<NotBefore> notBefore;
  private final StrongTable<RequestHour> hours;
  private final String upstream;

  StoredLedger(StateEngine state, String upstream) {
    this.state = state;
    this.notBefore = state.strong(Codec.records(SyncState.NOT_BEFORE, NotBefore.class));
    this.hours = state.strong(Codec.records(SyncState.REQUEST_HOUR, RequestHour.class));
    this.upstream = upstream;
  }

  /** Until when an upstream is to be left alone. */
  private record NotBefore(String upstream, Instant until) {}

  @Override
  public void asking(Instant at) {
    state.transact("note a request to " + upstream, transaction -> note(at, transaction.in(hours)));
  }

  private RequestHour note(Instant at, StrongRows<RequestHour> rows) {
    RowKey key = RequestHour.key(upstream, at);
    Optional<RequestHour> begun = rows.find(key).map(Versioned::value);
    if (begun.isEmpty()) {
      forgetFarFrom(at, rows);
    }
    return rows.save(begun.orElseGet(() -> RequestHour.begun(upstream, at)).and(at)).row().value();
  }

  /** Hours that lie far ahead were written under a wrong clock, and go with the old ones. */
  private void forgetFarFrom(Instant at, StrongRows<RequestHour> rows) {
    own(rows.list()).filter(hour -> hour.isFarFrom(at)).map(RequestHour::key).forEach(rows::delete);
  }

  @Override
  public List<Instant> asked(Instant from, Instant to) {
    return own(hours.list()).flatMap(hour -> hour.between(from, to)).sorted().toList();
  }

  private Stream<RequestHour> own(List<Versioned<RequestHour>> all) {
    return all.stream().map(Versioned::value).filter(hour -> hour.upstream().equals(upstream));
  }

  @Override
  public void leaveAloneUntil(Instant time) {
    notBefore.save(new NotBefore(upstream, time));
  }

  @Override
  public Optional<Instant> notBefore() {
    return notBefore.find(RowKey.of(upstream)).map(found -> found.value().until());
  }

  void takeOver(Optional<Instant> until, List<Instant> asked) {
    List<RequestHour> before = RequestHour.of(upstream, asked);
    state.transact(
        "take over what was known of " + upstream,
        transaction -> {
          until
              .map(time -> new NotBefore(upstream, time))
              .ifPresent(transaction.in(notBefore)::insertIfAbsent);
          before.forEach(transaction.in(hours)::insertIfAbsent);
          return before;
        });
  }
}
