package dev.tidemark.app.http;

import dev.tidemark.core.sync.SyncRequest;
import dev.tidemark.core.sync.SyncSchedule;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.core.sync.spi.Mode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST /sync?mode=full}: orders a cycle, for those who know the token. What comes of the
 * order is said at once; the cycle itself goes on without the one who asked.
 */
public final class SyncEndpoint implements Endpoints {

  private static final String PATH = "/sync";
  private static final int MOST_BYTES = 1_000_000;

  private final SyncSchedule schedule;
  private final Leadership leadership;
  private final Clock clock;
  private final Terms terms;

  public SyncEndpoint(SyncSchedule schedule, Leadership leadership, Clock clock, Terms terms) {
    this.schedule = schedule;
    this.leadership = leadership;
    this.clock = clock;
    this.terms = terms;
  }

  /**
   * How orders are taken.
   *
   * @param clients who may give some
   * @param standard the mode of an order that names none
   */
  public record Terms(Clients clients, Supplier<Mode> standard) {}

  @Override
  public void register(RoutesConfig routes) {
    routes.post(PATH, this::sync);
  }

  private void sync(Context context) {
    if (context.contentLength() > MOST_BYTES) {
      throw new HttpError(413, "the body is too large; an order needs none");
    }
    if (!leadership.isLeader()) {
      throw notLeader();
    }
    admit(context);
    Mode mode = mode(context);
    switch (schedule.trigger(SyncRequest.of(mode))) {
      case ACCEPTED -> Answer.json(context, 202, Map.of("status", "accepted"));
      case RUNNING ->
          throw new HttpError(409, "a cycle is running; this order is dropped, try again later");
      case TOO_EARLY -> throw tooEarly();
      case NOT_LEADER -> throw notLeader();
      case STOPPED -> throw new HttpError(503, "this process is being stopped");
    }
  }

  private static HttpError notLeader() {
    return new HttpError(503, "another process writes to this replica; ask that one");
  }

  /** The body is not read: there is nothing to say in it. */
  private void admit(Context context) {
    Optional<String> offered = Clients.offered(context);
    if (offered.flatMap(terms.clients()::find).isPresent()) {
      return;
    }
    if (!terms.clients().anyKnown()) {
      throw refused(
          "there is no token, so nobody may order a cycle; set http.sync-token, or add one with tidemark token add");
    }
    throw refused(offered.isPresent() ? "this is not the token" : "send the token as X-Sync-Token");
  }

  private static HttpError refused(String why) {
    return new HttpError(401, why, Map.of("WWW-Authenticate", "Bearer"));
  }

  private Mode mode(Context context) {
    String asked = context.queryParam("mode");
    if (asked == null) {
      return terms.standard().get();
    }
    for (Mode mode : Mode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(asked)) {
        return mode;
      }
    }
    throw new HttpError(400, "mode: expected full or incremental");
  }

  private HttpError tooEarly() {
    Instant now = clock.instant();
    Instant notBefore = wholeSecond(schedule.standing().notBefore().orElse(now));
    long seconds = Duration.between(now, notBefore).plusMillis(999).toSeconds();
    return new HttpError(
        429,
        "the upstream is to be left alone until " + notBefore,
        Map.of("Retry-After", Long.toString(Math.max(1, seconds))));
  }

  /** Not earlier. */
  private static Instant wholeSecond(Instant time) {
    return time.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
  }
}
