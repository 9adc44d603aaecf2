package dev.tidemark.adapter.http;

import dev.tidemark.adapter.http.HttpUpstreamConfig.Timeouts;
import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.UpstreamUnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;

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
            .formatted(ask, ask.peer(), Reason.text(timeouts.header())),
        cause);
  }

  TidemarkException noAnswer(Ask ask, IOException cause) {
    if (Reason.isCausedBy(cause, ProtocolException.class)) {
      return new BadAnswerException(
          "%s: what answers at %s does not speak HTTP; check the base URL"
              .formatted(ask, ask.peer()),
          false,
          cause);
    }
    return new UpstreamUnavailableException(
        "%s: no answer from %s: %s"
            .formatted(ask, ask.peer(), Reason.of(cause, timeouts.connect())),
        cause);
  }

  /** The body broke off after this many rows. */
  TidemarkException brokeOff(Ask ask, long rows, IOException cause) {
    if (cause instanceof InterruptedIOException) {
      return stopped(ask, cause);
    }
    if (cause instanceof BodyStream.SilenceException) {
      return new UpstreamUnavailableException(
          "%s: %s sent nothing for %s after %d rows; try again later"
              .formatted(ask, ask.peer(), Reason.text(timeouts.idle()), rows),
          cause);
    }
    return Reason.isCausedBy(cause, EOFException.class)
        ? new BadAnswerException(
            "%s: the answer ends early, after %d rows; try again".formatted(ask, rows), true, cause)
        : new UpstreamUnavailableException(
            "%s: the connection to %s broke after %d rows: %s"
                .formatted(ask, ask.peer(), rows, Reason.detail(cause)),
            cause);
  }
}
