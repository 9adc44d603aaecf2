package dev.tidemark.adapter.http;

import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Upstream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upstream over HTTP. One request at a time, first come first served, each answer decoded on the
 * caller's thread as it arrives.
 */
final class HttpUpstream implements Upstream {

  private static final Logger LOG = LoggerFactory.getLogger(HttpUpstream.class);
  private static final Fetched NOTHING = new Fetched(0, 0, 0, Optional.empty(), Set.of());

  private final HttpUpstreamConfig config;
  private final Dialect dialect;
  private final Wire wire;
  private final Refusal refusal;
  private final AnswerReader.Reporter reporter;
  private final Pace pace;

  /** Held during a request, its answer, and the wait before it: that is what it is for. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private HttpUpstream(HttpUpstreamConfig config, Dialect dialect, Clock clock) {
    Breakdown breakdown = new Breakdown(config.timeouts());
    this.config = config;
    this.dialect = dialect;
    this.wire = new Wire(config, dialect, breakdown);
    this.refusal = new Refusal(config, dialect, clock);
    this.reporter = new AnswerReader.Reporter(breakdown, new Excerpt(config.apiKey()));
    this.pace = new Pace(config.minSpacing());
  }

  static HttpUpstream of(HttpUpstreamConfig config, Clock clock) {
    Dialect dialect =
        switch (config.api()) {
          case PEERINGDB -> new PeeringDbDialect(config.overlap());
        };
    return new HttpUpstream(config, dialect, clock);
  }

  @Override
  public Fetched fetch(Fetch what, RowSink into) {
    Fetched sum = NOTHING;
    for (String request : dialect.requests(what)) {
      Ask ask = new Ask(what.type(), URI.create(config.base() + request));
      sum = plus(sum, inTurn(ask, into));
    }
    return sum;
  }

  /** The host and not the port, which may change where the upstream is one's own. */
  @Override
  public String identity() {
    return config.base().getHost() + (config.apiKey().isPresent() ? " with a key" : " without key");
  }

  private Fetched inTurn(Ask ask, RowSink into) {
    try {
      turn.lockInterruptibly();
      try {
        pace.await();
        return one(ask, into);
      } finally {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Breakdown.stopped(ask, e);
    }
  }

  private Fetched one(Ask ask, RowSink into) throws InterruptedException {
    try (Reply reply = wire.send(ask)) {
      if (reply.status() != 200) {
        throw refusal.of(ask, reply);
      }
      RowDecoder decoder = new RowDecoder(ask.type(), dialect);
      Fetched fetched = new AnswerReader(ask, reply, decoder, reporter).read(into);
      LOG.debug("fetched uri={} rows={} bytes={}", ask.uri(), fetched.rows(), fetched.bytes());
      return fetched;
    }
  }

  private static Fetched plus(Fetched one, Fetched other) {
    Set<String> unknown = new HashSet<>(one.unknownFields());
    unknown.addAll(other.unknownFields());
    Optional<Instant> oldest =
        Stream.of(one, other).flatMap(each -> each.cachedAsOf().stream()).min(Instant::compareTo);
    return new Fetched(
        one.rows() + other.rows(),
        one.bytes() + other.bytes(),
        one.requests() + other.requests(),
        oldest,
        unknown);
  }
}
