package dev.tidemark.adapter.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why the other end did not answer, in words for people. */
final class Reason {

  private Reason() {}

  /**
   * @param connect how long a connection was waited for
   */
  static String of(IOException cause, Duration connect) {
    if (cause instanceof HttpConnectTimeoutException) {
      return "no connection within " + text(connect);
    }
    if (isUnknownHost(cause)) {
      return "no host of that name is known";
    }
    if (cause instanceof ConnectException) {
      return "it refuses the connection, or cannot be reached";
    }
    if (cause instanceof SSLException) {
      return "no secure connection: " + detail(cause);
    }
    return isCausedBy(cause, EOFException.class)
        ? "it closed the connection without a word"
        : detail(cause);
  }

  static boolean isUnknownHost(IOException cause) {
    return isCausedBy(cause, UnresolvedAddressException.class)
        || isCausedBy(cause, UnknownHostException.class);
  }

  /** What the innermost cause says; the outer ones speak of the client's own workings. */
  static String detail(IOException cause) {
    Throwable root = causes(cause).reduce(cause, (outer, inner) -> inner);
    return Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
  }

  static boolean isCausedBy(IOException thrown, Class<? extends Exception> type) {
    return causes(thrown).anyMatch(type::isInstance);
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, each -> each != null, Throwable::getCause).limit(10);
  }

  static String text(Duration limit) {
    return limit.toMillis() % 1_000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
