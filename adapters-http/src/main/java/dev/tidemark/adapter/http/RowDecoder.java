package dev.tidemark.adapter.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.RowSink;
import dev.tidemark.core.sync.spi.Undecodable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of JSON objects, one after the other; what does not fit becomes an {@link Undecodable}
 * with everything that is wrong with it. For one answer, on one thread.
 */
final class RowDecoder {

  private static final Object MISSING = new Object();

  /** So that an upstream with a name of its own for every row cannot fill the memory. */
  private static final int MOST_UNKNOWN = 1_000;

  private final EntityType type;
  private final Dialect dialect;
  private final Map<String, ValueReader> readers = new HashMap<>();
  private final @Nullable Object[] values;
  private final Map<String, Object> extra = new TreeMap<>();
  private final Set<String> unknown = new TreeSet<>();

  RowDecoder(EntityType type, Dialect dialect) {
    this.type = type;
    this.dialect = dialect;
    this.values = new Object[type.fields().size()];
    for (int i = 0; i < values.length; i++) {
      Field field = type.fields().get(i);
      readers.put(
          field.name(), new ValueReader(i, field, dialect.rewrite(field.name()).orElse(null)));
    }
  }

  /** Reads the value at the parser, which is an element of a list of rows, into the sink. */
  void decode(JsonParser parser, Tape tape, RowSink sink) throws IOException {
    Arrays.fill(values, MISSING);
    extra.clear();
    tape.keepFrom(parser.currentTokenLocation().getByteOffset());
    List<String> problems = read(parser);
    if (problems.isEmpty()) {
      sink.row(row());
    } else {
      parser.finishToken();
      String json = tape.compactTo(parser.currentLocation().getByteOffset());
      sink.undecodable(new Undecodable(type, key(), String.join("; ", problems), json));
    }
    tape.release();
  }

  private List<String> read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return List.of("it is " + ValueReader.other(parser).found() + ", expected an object");
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      ValueReader reader = readers.get(name);
      if (reader == null) {
        readUnknown(name, parser);
      } else {
        values[reader.index()] = reader.read(parser);
      }
    }
    return problems();
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

  private Row row() throws IOException {
    Row.Builder row = Row.builder(type);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != MISSING) {
        row.set(i, values[i]);
      }
    }
    if (!extra.isEmpty()) {
      row.extra(JsonText.object(extra));
    }
    return row.build();
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>(0);
    boolean tombstone = isTombstone();
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null || value == MISSING || value instanceof Unfit) {
        problem(type.fields().get(i), value, tombstone).ifPresent(problems::add);
      }
    }
    extra.forEach(
        (name, value) -> {
          if (value instanceof Unfit unfit) {
            problems.add(name + " is " + unfit.found() + ", expected what can be stored");
          }
        });
    return problems;
  }

  private Optional<String> problem(Field field, @Nullable Object value, boolean tombstone) {
    boolean fine =
        value == MISSING
            ? !isIdentity(field)
            : value == null && !isIdentity(field) && (field.nullable() || tombstone);
    return fine
        ? Optional.empty()
        : Optional.of(
            "%s is %s, expected %s".formatted(field.name(), found(value), field.signature()));
  }

  private static String found(@Nullable Object value) {
    return value instanceof Unfit unfit ? unfit.found() : value == null ? "null" : "missing";
  }

  private boolean isIdentity(Field field) {
    return type.key().contains(field.name())
        || type.version().filter(field.name()::equals).isPresent();
  }

  private boolean isTombstone() {
    return type.tombstone()
        .map(rule -> rule.value().equals(values[type.indexOf(rule.field())]))
        .orElse(false);
  }

  private Optional<RowKey> key() {
    List<Object> parts = new ArrayList<>();
    for (String name : type.key()) {
      Object value = values[type.indexOf(name)];
      if (value instanceof Long || value instanceof String) {
        parts.add(value);
      }
    }
    return parts.size() == type.key().size() ? Optional.of(new RowKey(parts)) : Optional.empty();
  }

  /** Names of all fields so far that the entity type lacks. */
  Set<String> unknownFields() {
    return unknown;
  }
}
