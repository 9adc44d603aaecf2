package dev.tidemark.adapter.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.RowSink;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer of status 200: an object with the rows in {@code data} and what is to be known
 * about them in {@code meta}, in either order. Used once, by one thread.
 */
final class AnswerReader {

  private final Ask ask;
  private final Reply reply;
  private final RowDecoder decoder;
  private final Reporter reporter;
  private @Nullable Tape tape;
  private boolean hasData;
  private long rows;
  private Optional<Instant> cachedAsOf = Optional.empty();

  /** How failures are put into words. */
  record Reporter(Breakdown breakdown, Excerpt excerpt) {}

  AnswerReader(Ask ask, Reply reply, RowDecoder decoder, Reporter reporter) {
    this.ask = ask;
    this.reply = reply;
    this.decoder = decoder;
    this.reporter = reporter;
  }

  Fetched read(RowSink sink) {
    try (Tape opened = new Tape(reply.plain());
        JsonParser parser = JsonText.parser(opened)) {
      tape = opened;
      envelope(parser, opened, sink);
    } catch (IOException e) {
      throw failure(e);
    }
    return new Fetched(rows, reply.body().received(), 1, cachedAsOf, decoder.unknownFields());
  }

  private void envelope(JsonParser parser, Tape tape, RowSink sink) throws IOException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw bad(first == null ? "it is empty" : "it is no JSON object", first == null, null);
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (name) {
        case "data" -> data(parser, tape, sink);
        case "meta" -> meta(parser);
        default -> parser.skipChildren();
      }
    }
    if (!hasData) {
      throw bad("it has no data", false, null);
    }
    if (parser.nextToken() != null || reply.body().read() != -1) {
      throw bad("something follows its end", false, null);
    }
  }

  private void data(JsonParser parser, Tape tape, RowSink sink) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw bad("its data is " + ValueReader.other(parser).found() + ", no array", false, null);
    }
    hasData = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      decoder.decode(parser, tape, sink);
      rows++;
    }
  }

  private void meta(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      if (name.equals("generated") && value.isNumeric()) {
        cachedAsOf = instant(parser.getDoubleValue());
      } else if (name.equals("truncated") && value == JsonToken.VALUE_STRING) {
        throw bad("its meta says that the list was cut short", false, null);
      }
      parser.skipChildren();
    }
  }

  private static Optional<Instant> instant(double epochSeconds) {
    boolean sane = epochSeconds >= 0 && epochSeconds < 1e11;
    return sane
        ? Optional.of(Instant.ofEpochMilli((long) (epochSeconds * 1_000)))
        : Optional.empty();
  }

  private TidemarkException failure(IOException e) {
    if (e instanceof StreamConstraintsException limit) {
      return bad("it is past a limit of this client: " + limit.getOriginalMessage(), false, e);
    }
    if (e instanceof JsonEOFException) {
      return bad("it ends early", true, e);
    }
    if (e instanceof JsonProcessingException json) {
      long offset = json.getLocation().getByteOffset();
      return bad("it is no JSON from byte " + offset + " on", rows > 0, e);
    }
    if (e instanceof ZipException) {
      return bad("it cannot be unpacked (" + e.getMessage() + ")", true, e);
    }
    return reporter.breakdown().brokeOff(ask, rows, e);
  }

  private BadAnswerException bad(String what, boolean retryable, @Nullable Exception cause) {
    return new BadAnswerException(
        "%s: expected a list of %s, but the answer (%s) is not one: %s%s; %s"
            .formatted(
                ask,
                ask.type().name(),
                reply.label(),
                what,
                place(),
                retryable ? "try again" : "check that the base URL is right"),
        retryable,
        cause);
  }

  /** How the body began, or how far the rows went: of rows themselves, a message shows nothing. */
  private String place() {
    if (hasData) {
      return ", after " + rows + " rows";
    }
    return Optional.ofNullable(tape)
        .flatMap(opened -> reporter.excerpt().of(opened.head()))
        .map(quote -> ", beginning with " + quote)
        .orElse("");
  }
}
