package dev.tidemark.app.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.WeakTable;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * In which minute who asked for what, and how it was answered. Each server counts for itself, as in
 * {@link ApiUsage}; unlike there, what a token asked for stays when the token is removed, since it
 * has happened. Safe for use by many threads.
 */
public final class ApiMinutes {

  /** A key holds no instant, so the minute is there as a number, too. */
  public static final EntityType TYPE =
      EntityType.named("api_minute")
          .key("server", "minute", "client", "endpoint", "status")
          .text("server")
          .integer("minute")
          .text("client", "endpoint", "status")
          .instant("at", Precision.SECONDS)
          .integer("requests")
          .build();

  /** Removals that wait in memory for the store at most. */
  static final int FORGOTTEN_AT_ONCE = 10_000;

  private static final int SECONDS = 60;
  private static final int CLASS = 100;

  private final StateEngine state;
  private final WeakTable<Minute> table;
  private final Clock clock;

  public ApiMinutes(StateEngine state, Clock clock) {
    this.state = state;
    this.table = state.weak(Codec.records(TYPE, Minute.class));
    this.clock = clock;
  }

  /**
   * What one client asked of one endpoint of one server within one minute, of what was answered
   * alike.
   *
   * @param minute its number since 1970, in UTC
   * @param status the class of the answers: {@code 2xx}
   * @param at when the minute began
   */
  private record Minute(
      String server,
      long minute,
      String client,
      String endpoint,
      String status,
      Instant at,
      long requests) {

    private Minute plusOne() {
      return new Minute(server, minute, client, endpoint, status, at, requests + 1);
    }

    private RowKey key() {
      return RowKey.of(server, minute, client, endpoint, status);
    }
  }

  /**
   * Counts one answer in the minute that the clock shows, in one that has been before if the clock
   * was set back. The first of its kind in a minute looks into the store; all others are memory.
   *
   * @param statusCode of HTTP
   */
  public void count(String server, Client client, String endpoint, int statusCode) {
    long minute = minuteOf(clock.instant());
    Minute first =
        new Minute(
            server,
            minute,
            client.name(),
            endpoint,
            statusCode / CLASS + "xx",
            Instant.ofEpochSecond(minute * SECONDS),
            1);
    table.update(first.key(), before -> Optional.of(before.map(Minute::plusOne).orElse(first)));
  }

  private static long minuteOf(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), SECONDS);
  }

  /**
   * Removes the minutes of all servers that were over at this instant, from the store as well when
   * this returns. All that is counted is written before, so the store has had whatever it loses;
   * only what is counted for these minutes meanwhile may be lost. Reads all minutes, and keeps few
   * of them in memory.
   *
   * @return how many rows are removed
   * @throws dev.tidemark.core.StorageException if the store cannot answer; what is removed by then
   *     stays so
   */
  public long forgetBefore(Instant instant) {
    long kept = minuteOf(instant);
    AtomicLong forgotten = new AtomicLong();
    state.flush();
    table.forEach(
        each -> {
          if (each.minute() < kept) {
            forget(each, forgotten.incrementAndGet());
          }
        });
    state.flush();
    return forgotten.get();
  }

  private void forget(Minute minute, long count) {
    table.remove(minute.key());
    if (count % FORGOTTEN_AT_ONCE == 0) {
      state.flush();
    }
  }
}
