package dev.tidemark.adapter.http;

import dev.tidemark.adapter.http.HttpOriginConfig.Timeouts;
import dev.tidemark.core.CancelledException;
import dev.tidemark.core.OriginUnavailableException;
import dev.tidemark.core.OriginUnavailableException.Arrival;
import dev.tidemark.core.TidemarkException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Says in plain words what went wrong between here and the origin.
 *
 * @param request for messages: its method and path
 */
record OriginBreakdown(String request, URI base, Timeouts timeouts) {

  private static final String MAYBE = "it may have arrived there";

  /** The thread was interrupted; its flag is set. */
  CancelledException stopped(Exception cause) {
    return new CancelledException(request + ": stopped before the answer was complete", cause);
  }

  OriginUnavailableException noHead(Exception cause) {
    return new OriginUnavailableException(
        "%s: the origin %s took the request and did not answer within %s; %s"
            .formatted(request, base, Reason.text(timeouts.head()), MAYBE),
        Arrival.UNKNOWN,
        true,
        cause);
  }

  OriginUnavailableException stalled(Exception cause) {
    return new OriginUnavailableException(
        "%s: the origin %s took nothing of the body for %s; %s"
            .formatted(request, base, Reason.text(timeouts.stall()), MAYBE),
        Arrival.UNKNOWN,
        true,
        cause);
  }

  OriginUnavailableException noAnswer(IOException cause) {
    Arrival arrival = arrival(cause);
    return new OriginUnavailableException(
        "%s: no answer from the origin %s: %s; %s"
            .formatted(
                request,
                base,
                reason(cause),
                arrival == Arrival.NOT_SENT ? "nothing of the request was sent" : MAYBE),
        arrival,
        cause instanceof HttpConnectTimeoutException,
        cause);
  }

  /** The body of the answer broke off after this many bytes. */
  TidemarkException brokeOff(long bytes, IOException cause) {
    if (cause instanceof InterruptedIOException) {
      return stopped(cause);
    }
    boolean silent = cause instanceof BodyStream.SilenceException;
    return new OriginUnavailableException(
        "%s: the answer of the origin %s breaks off after %d bytes: %s"
            .formatted(
                request,
                base,
                bytes,
                silent
                    ? "nothing came for " + Reason.text(timeouts.stall())
                    : Reason.detail(cause)),
        Arrival.UNKNOWN,
        silent,
        cause);
  }

  private String reason(IOException cause) {
    return Reason.isCausedBy(cause, ProtocolException.class)
        ? "what answers there does not speak HTTP"
        : Reason.of(cause, timeouts.connect());
  }

  private static Arrival arrival(IOException cause) {
    boolean unsent =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof SSLHandshakeException
            || Reason.isUnknownHost(cause);
    return unsent ? Arrival.NOT_SENT : Arrival.UNKNOWN;
  }
}
