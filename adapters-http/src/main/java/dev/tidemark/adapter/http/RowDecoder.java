package dev.tidemark.adapter.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Undecodable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Makes rows of JSON objects, one after the other; what does not fit becomes an {@link Undecodable}
 * with everything that is wrong with it. For one answer, on one thread.
 */
final class RowDecoder {

  /** So that an upstream with a name of its own for every row cannot fill the memory. */
  private static final int MOST_UNKNOWN = 1_000;

  private final EntityType type;
  private final Dialect dialect;
  private final Map<String, ValueReader> readers = new HashMap<>();
  private final Map<String, Object> extra = new TreeMap<>();
  private final Set<String> unknown = new TreeSet<>();

  RowDecoder(EntityType type, Dialect dialect) {
    this.type = type;
    this.dialect = dialect;
    for (int i = 0; i < type.fields().size(); i++) {
      Field field = type.fields().get(i);
      readers.put(
          field.name(), new ValueReader(i, field, dialect.rewrite(field.name()).orElse(null)));
    }
  }

  /** Reads the value at the parser, which is an element of a list of rows, into the sink. */
  void decode(JsonParser parser, Tape tape, RowSink sink) throws IOException {
    Row.Builder row = Row.builder(type);
    extra.clear();
    tape.keepFrom(parser.currentTokenLocation().getByteOffset());
    List<String> problems = read(parser, row);
    if (problems.isEmpty()) {
      if (!extra.isEmpty()) {
        row.extra(JsonText.object(extra));
      }
      sink.row(row.build());
    } else {
      parser.finishToken();
      String json = tape.compactTo(parser.currentLocation().getByteOffset());
      sink.undecodable(new Undecodable(type, row.key(), String.join("; ", problems), json));
    }
    tape.release();
  }

  private List<String> read(JsonParser parser, Row.Builder row) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return List.of("it is " + ValueReader.other(parser).found() + ", expected an object");
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      ValueReader reader = readers.get(name);
      if (reader == null) {
        readUnknown(name, parser);
      } else {
        reader.read(parser, row);
      }
    }
    return problems(row);
  }

  private void readUnknown(String name, JsonParser parser) throws IOException {
    if (unknown.size() < MOST_UNKNOWN) {
      unknown.add(name);
    }
    extra.put(name, copy(name, parser));
  }

  private Object copy(String name, JsonParser parser) throws IOException {
    Optional<UnaryOperator<String>> rewrite = dialect.rewrite(name);
    return rewrite.isPresent() && parser.currentToken() == JsonToken.VALUE_STRING
        ? JsonText.quote(rewrite.get().apply(parser.getText()))
        : JsonText.copy(parser);
  }

  private List<String> problems(Row.Builder row) {
    List<String> problems = new ArrayList<>(row.problems());
    extra.forEach(
        (name, value) -> {
          if (value instanceof Unfit unfit) {
            problems.add(name + " is " + unfit.found() + ", expected what can be stored");
          }
        });
    return problems;
  }

  /** Names of all fields so far that the entity type lacks. */
  Set<String> unknownFields() {
    return unknown;
  }
}
