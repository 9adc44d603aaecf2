package dev.tidemark.core.origin.spi;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.OriginLoopException;
import dev.tidemark.core.OriginUnavailableException;
import java.time.Duration;

/** The node that owns the replica, seen from an edge. Safe for use by many threads. */
public interface Origin {

  /**
   * Hands a request on, once: it is never tried again, and a redirect is an answer like any other.
   *
   * <p>Method and target arrive as they are, the target below the origin's own base. Of the headers
   * those arrive that are meant for both ends, in their order for each name; those of one
   * connection ({@code Connection} and what it names, {@code Keep-Alive}, {@code Proxy-*}, {@code
   * TE}, {@code Trailer}, {@code Transfer-Encoding}, {@code Upgrade}) and {@code Expect} are left
   * out, in the answer as well. {@code Host} is the origin's. Who asked is told in {@code
   * X-Forwarded-For}, {@code -Proto} and {@code -Host}, which replace whatever the request says of
   * that itself, under these or similar names, with {@code _} for {@code -} too: anybody can write
   * there what they like. {@code Via} gets a name that is this node's alone.
   *
   * <p>Bodies stream both ways in constant memory. That of the request is read on the caller's
   * thread, and not before the origin can be sent something.
   *
   * @return the answer as soon as its head is there, whatever its status; to be closed
   * @throws IllegalArgumentException if the request cannot be written as it is; nothing was sent
   * @throws OriginLoopException if its {@code Via} says that it was handed on here before
   * @throws OriginUnavailableException if there is no answer
   * @throws CancelledException if the thread is interrupted; it stays so
   */
  OriginAnswer forward(OriginRequest request);

  /**
   * Asks how the origin is: {@code GET /healthz} below its base. Changes nothing there.
   *
   * @param within for the whole answer
   * @return its HTTP status
   * @throws OriginUnavailableException if there is no whole answer in this time
   * @throws CancelledException if the thread is interrupted; it stays so
   */
  int probe(Duration within);
}
