package dev.tidemark.adapter.http;

import dev.tidemark.adapter.http.HttpUpstreamConfig.Timeouts;
import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.UpstreamUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says in plain words what went wrong between here and the upstream. */
final class Breakdown {

  private final Timeouts timeouts;

  Breakdown(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /** The thread was interrupted; its flag is set. */
  static CancelledException stopped(Ask ask, Exception cause) {
    return new CancelledException(ask + ": stopped before the answer was complete", cause);
  }

  TidemarkException noHead(Ask ask, Exception cause) {
    return new UpstreamUnavailableException(
        "%s: %s took the request and did not begin to answer within %s; try again later"
            .formatted(ask, ask.peer(), text(timeouts.header())),
        cause);
  }

  TidemarkException noAnswer(Ask ask, IOException cause) {
    if (causedBy(cause, ProtocolException.class)) {
      return new BadAnswerException(
          "%s: what answers at %s does not speak HTTP; check the base URL"
              .formatted(ask, ask.peer()),
          false,
          cause);
    }
    return new UpstreamUnavailableException(
        "%s: no answer from %s: %s".formatted(ask, ask.peer(), reason(cause)), cause);
  }

  /** The body broke off after this many rows. */
  TidemarkException brokeOff(Ask ask, long rows, IOException cause) {
    if (cause instanceof InterruptedIOException) {
      return stopped(ask, cause);
    }
    if (cause instanceof BodyStream.SilenceException) {
      return new UpstreamUnavailableException(
          "%s: %s sent nothing for %s after %d rows; try again later"
              .formatted(ask, ask.peer(), text(timeouts.idle()), rows),
          cause);
    }
    return causedBy(cause, EOFException.class)
        ? new BadAnswerException(
            "%s: the answer ends early, after %d rows; try again".formatted(ask, rows), true, cause)
        : new UpstreamUnavailableException(
            "%s: the connection to %s broke after %d rows: %s"
                .formatted(ask, ask.peer(), rows, detail(cause)),
            cause);
  }

  private String reason(IOException cause) {
    if (cause instanceof HttpConnectTimeoutException) {
      return "no connection within " + text(timeouts.connect());
    }
    if (causedBy(cause, UnresolvedAddressException.class)
        || causedBy(cause, UnknownHostException.class)) {
      return "no host of that name is known";
    }
    if (cause instanceof ConnectException) {
      return "it refuses the connection, or cannot be reached";
    }
    if (cause instanceof SSLException) {
      return "no secure connection: " + detail(cause);
    }
    return causedBy(cause, EOFException.class)
        ? "it closed the connection without a word"
        : detail(cause);
  }

  /** What the innermost cause says; the outer ones speak of the client's own workings. */
  private static String detail(IOException cause) {
    Throwable root = causes(cause).reduce(cause, (outer, inner) -> inner);
    return Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
  }

  private static boolean causedBy(IOException thrown, Class<? extends Exception> type) {
    return causes(thrown).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, each -> each != null, Throwable::getCause).limit(10);
  }

  private static String text(Duration limit) {
    return limit.toMillis() % 1_000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
