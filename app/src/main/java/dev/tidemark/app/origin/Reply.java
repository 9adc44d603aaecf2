package dev.tidemark.app.origin;

import dev.tidemark.core.OriginUnavailableException;
import dev.tidemark.core.origin.spi.Content;
import dev.tidemark.core.origin.spi.Header;
import dev.tidemark.core.origin.spi.OriginAnswer;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes an answer of the origin to whoever asked. */
record Reply(Context context) {

  private static final Logger LOG = LoggerFactory.getLogger("tidemark.origin");
  private static final int PIECE = 16 * 1024;

  void send(OriginAnswer answer) throws IOException {
    head(answer);
    try {
      copy(answer.body(), context.res().getOutputStream());
    } catch (OriginUnavailableException failure) {
      if (!context.res().isCommitted()) {
        context.res().reset();
        throw failure;
      }
      LOG.warn("answer broken off reason={}", failure.getMessage());
      breakOff(failure);
    }
  }

  /** What this server says by itself gives way to what the origin says, or leaves unsaid. */
  private void head(OriginAnswer answer) {
    HttpServletResponse response = context.res();
    response.reset();
    response.setStatus(answer.status());
    Set<String> seen = new HashSet<>();
    for (Header each : answer.headers()) {
      if (seen.add(each.name().toLowerCase(Locale.ROOT))) {
        response.setHeader(each.name(), each.value());
      } else {
        response.addHeader(each.name(), each.value());
      }
    }
  }

  /** Nothing is held back: whoever asked may wait for just that. */
  private static void copy(Content from, OutputStream to) throws IOException {
    byte[] piece = new byte[PIECE];
    int count = from.read(piece, 0, piece.length);
    while (count >= 0) {
      to.write(piece, 0, count);
      to.flush();
      count = from.read(piece, 0, piece.length);
    }
  }

  /** Drops the connection: an answer that ends in peace would be taken for the whole one. */
  private void breakOff(OriginUnavailableException failure) {
    ServletContextRequest.getServletContextRequest(context.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close(failure);
  }
}
