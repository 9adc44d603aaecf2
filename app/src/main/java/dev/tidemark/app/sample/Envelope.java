package dev.tidemark.app.sample;

import io.javalin.compression.LeveledGzipStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.stream.Stream;

/** Writes answers in the API's envelope, row by row. */
final class Envelope {

  /** What a live answer says about itself. */
  static final String NOTHING = "{}";

  private static final byte[] START = ascii("{\"data\":[");
  private static final int FASTEST = 1;
  private static final int BUFFER = 1 << 16;

  private Envelope() {}

  static String generated(String time) {
    return "{\"generated\":" + time + "}";
  }

  /** Writes the rows to {@code out} and closes it. */
  static void write(OutputStream out, Stream<byte[]> rows, String meta) throws IOException {
    try (OutputStream buffered = new BufferedOutputStream(out, BUFFER)) {
      buffered.write(START);
      boolean first = true;
      for (Iterator<byte[]> row = rows.iterator(); row.hasNext(); first = false) {
        if (!first) {
          buffered.write(',');
        }
        buffered.write(row.next());
      }
      buffered.write(ascii("],\"meta\":" + meta + "}"));
    }
  }

  /** As fast as it goes: this is served to the same machine. */
  static OutputStream gzip(OutputStream out) {
    return new LeveledGzipStream(out, FASTEST);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
