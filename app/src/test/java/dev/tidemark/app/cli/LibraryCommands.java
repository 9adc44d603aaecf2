package dev.tidemark.app.cli;

import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.config.Surroundings;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Undecodable;
import dev.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** A small library as the upstream, and the command line in front of its replica. */
abstract class LibraryCommands {

  static final Instant NOW = Instant.parse("2026-04-16T08:30:00Z");
  private static final String SCHEMA =
      """
      name: library
      defaults:
        key: id
        version: updated
        tombstone: {status: deleted}
        fields: {id: integer, name: text, updated: instant(seconds), status: text}
      types:
        author: {}
        book:
          references: {author_id: author}
      """;

  /** How much memory the process with all the tests in it takes is no concern of theirs. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("TIDEMARK_SYNC_HEAP_WARNING", "0", "TIDEMARK_SYNC_RESIDENT_WARNING", "0");

  final ManualClock clock = ManualClock.at(NOW);
  final Path directory;
  final Schema schema;
  final FakeAdapters adapters;
  String out = "";
  String err = "";

  LibraryCommands(Path directory) throws IOException {
    this.directory = directory;
    Path file = Files.writeString(directory.resolve("library.yaml"), SCHEMA);
    Files.writeString(directory.resolve("tidemark.yaml"), "schema: " + file);
    schema = SchemaLoader.load(file.toString());
    adapters = new FakeAdapters(schema);
    adapters.upstream.put(author(1), author(2), book(1, 1), book(2, 2), book(3, 9));
    EntityType author = schema.type("author");
    adapters.upstream.put(
        new Undecodable(
            author, Optional.of(RowKey.of(3L)), "name is null, expected text", "{\"id\":3}"));
  }

  void configure(String more) throws IOException {
    Files.writeString(
        directory.resolve("tidemark.yaml"),
        "schema: %s\n%s\n".formatted(directory.resolve("library.yaml"), more));
  }

  Row[] authors(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(this::author).toArray(Row[]::new);
  }

  static RowKey[] keys(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(RowKey::of).toArray(RowKey[]::new);
  }

  int run(String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int code = run(outText, errText, arguments);
    out = outText.toString();
    err = errText.toString();
    return code;
  }

  /** For many threads: what is printed is lost. */
  int runAside(String... arguments) {
    return run(new StringWriter(), new StringWriter(), arguments);
  }

  private int run(StringWriter outText, StringWriter errText, String... arguments) {
    Outside outside =
        new Outside(adapters, new Surroundings(ENVIRONMENT, directory), "./tidemark", clock, false);
    return CommandLines.of(outside, new PrintWriter(outText), new PrintWriter(errText))
        .run(arguments);
  }

  Row author(long id) {
    return row("author", id, Map.of());
  }

  Row book(long id, long author) {
    return row("book", id, Map.of("author_id", author));
  }

  private Row row(String type, long id, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.putAll(
        Map.of("id", id, "name", type + " " + id, "updated", NOW.minusSeconds(60), "status", "ok"));
    return Row.of(schema.type(type), values);
  }
}
