package dev.tidemark.adapter.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The head of an answer, and its body still to be read. Closing it drops what was not read. */
record Reply(int status, HttpHeaders headers, BodyStream body) implements AutoCloseable {

  private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]{1,60}/[\\w.+-]{1,60}");

  /**
   * The body without its compression.
   *
   * @throws ZipException if it is compressed in a way that was not asked for
   */
  InputStream plain() throws IOException {
    String encoding = headers.firstValue("Content-Encoding").orElse("identity");
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "identity" -> body;
      case "gzip", "x-gzip" -> new GZIPInputStream(body, 16 * 1024);
      default -> throw new ZipException("the content encoding is neither gzip nor identity");
    };
  }

  /** Status and content type, as a message shows them. */
  String label() {
    Matcher type = MEDIA_TYPE.matcher(contentType());
    return "status %d, %s".formatted(status, type.lookingAt() ? type.group() : "no content type");
  }

  boolean isHtml() {
    return contentType().toLowerCase(Locale.ROOT).contains("html");
  }

  private String contentType() {
    return headers.firstValue("Content-Type").orElse("");
  }

  @Override
  public void close() {
    body.close();
  }
}
