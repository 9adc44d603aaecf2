package dev.tidemark.app.sample;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer of the API whose rows are to be served again as they are: each row keeps its
 * text, digit for digit; only what is not ASCII is escaped.
 */
final class EnvelopeText {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String text;
  private final List<SampleRow> rows = new ArrayList<>();
  private Optional<String> generated = Optional.empty();
  private boolean complete;

  private EnvelopeText(String text) {
    this.text = text;
  }

  /** What is wrong with a file, and where. */
  static final class MalformedException extends IOException {

    private static final long serialVersionUID = 1L;

    private MalformedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Reads a whole answer. */
  static EnvelopeText of(String text) throws IOException {
    boolean marked = text.startsWith(BYTE_ORDER_MARK);
    EnvelopeText envelope = new EnvelopeText(marked ? text.substring(1) : text);
    try (JsonParser parser = SampleJson.mapper().createParser(envelope.text)) {
      envelope.read(parser);
    } catch (JsonProcessingException e) {
      throw at(e.getLocation(), "not JSON: " + e.getOriginalMessage(), e);
    }
    return envelope;
  }

  SampleTable table(String type) {
    return new SampleTable(type, rows, generated);
  }

  private void read(JsonParser parser) throws IOException {
    expect(parser, parser.nextToken(), JsonToken.START_OBJECT, "an object with \"data\"");
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (name) {
        case "data" -> readRows(parser, value);
        case "meta" -> readMeta(parser, value);
        default -> parser.skipChildren();
      }
    }
    if (!complete) {
      throw malformed(parser, "expected an object with \"data\", found none");
    }
    expect(parser, parser.nextToken(), null, "nothing after the object");
  }

  private void readMeta(JsonParser parser, JsonToken value) throws IOException {
    expect(parser, value, JsonToken.START_OBJECT, "an object as \"meta\"");
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      if (name.equals("generated") && parser.currentToken().isNumeric()) {
        generated = Optional.of(parser.getText());
      }
      parser.skipChildren();
    }
  }

  private void readRows(JsonParser parser, JsonToken value) throws IOException {
    expect(parser, value, JsonToken.START_ARRAY, "an array as \"data\"");
    for (JsonToken row = parser.nextToken(); row != JsonToken.END_ARRAY; row = parser.nextToken()) {
      expect(parser, row, JsonToken.START_OBJECT, "an object as row");
      rows.add(readRow(parser));
    }
    complete = true;
  }

  private SampleRow readRow(JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    Selected selected = new Selected();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      selected.take(name, value, parser);
      parser.skipChildren();
    }
    byte[] json = ascii(text.substring(start, (int) parser.currentLocation().getCharOffset()));
    if (selected.id == null) {
      throw malformed(parser, "expected a row with a whole number as \"id\", found none");
    }
    return selected.row(json);
  }

  /** The fields of a row that lists select and order by. */
  private static final class Selected {

    private @Nullable Long id;
    private @Nullable String created;
    private @Nullable String updated;
    private String status = SampleRow.OK;

    private void take(String name, JsonToken value, JsonParser parser) throws IOException {
      if (value == JsonToken.VALUE_NUMBER_INT && name.equals("id")) {
        id = parser.getLongValue();
      } else if (value == JsonToken.VALUE_STRING) {
        takeText(name, parser.getText());
      }
    }

    private void takeText(String name, String value) {
      switch (name) {
        case "created" -> created = value;
        case "updated" -> updated = value;
        case "status" -> status = value;
        default -> {}
      }
    }

    private SampleRow row(byte[] json) {
      long key = Objects.requireNonNull(id, "id");
      return new SampleRow(
          key, SampleJson.micros(created), SampleJson.micros(updated), status, json, json);
    }
  }

  private static byte[] ascii(String row) {
    StringBuilder escaped = new StringBuilder(row.length());
    for (int index = 0; index < row.length(); index++) {
      char unit = row.charAt(index);
      if (unit < 0x80) {
        escaped.append(unit);
      } else {
        escaped.append(String.format("\\u%04x", (int) unit));
      }
    }
    return escaped.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void expect(
      JsonParser parser, @Nullable JsonToken found, @Nullable JsonToken token, String expected)
      throws MalformedException {
    if (found != token) {
      throw malformed(
          parser, "expected " + expected + ", found " + (found == null ? "the end" : found));
    }
  }

  private static MalformedException malformed(JsonParser parser, String what) {
    return at(parser.currentLocation(), what, null);
  }

  private static MalformedException at(JsonLocation where, String what, @Nullable Throwable cause) {
    String position = "line " + where.getLineNr() + ", column " + where.getColumnNr();
    return new MalformedException(position + ": " + what, cause);
  }
}
