package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.cli.CommandLines;
import dev.tidemark.app.cli.Outside;
import dev.tidemark.app.cli.ShippedAdapters;
import dev.tidemark.app.config.SchemaLoader;
import dev.tidemark.app.config.Surroundings;
import dev.tidemark.app.e2e.TidemarkProcess.Surrounded;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A replica of two small types, a scripted upstream, and the command line between them. */
final class Workplace implements AutoCloseable {

  /** How much memory the process with all the tests in it takes is no concern of theirs. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TIDEMARK_UPSTREAM_MIN_SPACING", "0s",
          "TIDEMARK_SYNC_HEAP_WARNING", "0",
          "TIDEMARK_SYNC_RESIDENT_WARNING", "0");

  static final String SCHEMA =
      """
      name: small
      defaults:
        key: id
        version: updated
        tombstone: {status: deleted}
        fields: {id: integer, name: text, updated: instant(seconds), status: text}
      types:
        org:
          fields:
            size: integer?
            open: boolean?
            more: json?
          indexes: [name]
        net:
          references: {org_id: org}
      """;

  final ScriptedUpstream upstream;
  final Path data;
  private final Path directory;
  private final Path schema;
  private final Clock clock;

  private Workplace(Path directory, Path schema, Clock clock, ScriptedUpstream upstream) {
    this.directory = directory;
    this.data = directory.resolve("data");
    this.schema = schema;
    this.clock = clock;
    this.upstream = upstream;
  }

  static Workplace in(Path directory) throws IOException {
    return in(directory, SCHEMA, Clock.systemUTC());
  }

  /**
   * One of other types.
   *
   * @param clock what commands in this process go by; those in others have their own
   */
  static Workplace in(Path directory, String schema, Clock clock) throws IOException {
    Path file = Files.writeString(directory.resolve("small.yaml"), schema);
    return new Workplace(directory, file, clock, ScriptedUpstream.start());
  }

  /** One with three orgs and a net, already copied. */
  static Workplace synced(Path directory) throws IOException {
    Workplace place = in(directory);
    place.upstream.on("org", Answers.rows(orgs(1, 3)));
    place.upstream.on("net", Answers.rows(row(1, "org_id", "1")));
    place.sync().assertDone();
    assertThat(place.image().rows()).hasSize(4);
    return place;
  }

  /** A row as upstream sends it; {@code more} has names and JSON values in turn. */
  static String row(long id, String... more) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("id", Long.toString(id));
    fields.put("name", "\"number " + id + "\"");
    fields.put("updated", "\"2020-01-01T00:00:00Z\"");
    fields.put("status", "\"ok\"");
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return fields.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  static List<String> orgs(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(Workplace::row).toList();
  }

  Outcome sync(String... more) {
    return run(syncArguments(more));
  }

  TidemarkProcess startSync(Surrounded surrounded, String... more) throws IOException {
    return TidemarkProcess.start(surrounded, syncArguments(more));
  }

  /** A service that cannot start, in this process. */
  Outcome serveInVain(String... more) {
    return run(arguments("serve", more));
  }

  /**
   * A service on any free port.
   *
   * @param settings lines of the sections {@code http} and {@code sync}, as in {@code http: {drain:
   *     1s}}
   */
  Served serve(Surrounded surrounded, String... settings) throws IOException {
    return serveAt("127.0.0.1:0", surrounded, settings);
  }

  /** A service at this address. */
  Served serveAt(String listen, Surrounded surrounded, String... settings) throws IOException {
    String file = configuration(settings);
    return new Served(
        TidemarkProcess.start(
            surrounded, arguments("serve", "--config", file, "--listen", listen, "--json")));
  }

  /** A file of these lines, for {@code --config}. */
  String configuration(String... settings) throws IOException {
    Path file = Files.createTempFile(directory, "settings-", ".yaml");
    return Files.write(file, List.of(settings)).toString();
  }

  /** The usual ones come only where {@code more} does not say otherwise. */
  private String[] syncArguments(String... more) {
    return arguments("sync", more);
  }

  private String[] arguments(String command, String... more) {
    List<String> said = List.of(more);
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(said);
    Map.of("--data", data, "--schema", schema, "--upstream", upstream.base())
        .forEach(
            (option, usual) -> {
              if (!said.contains(option)) {
                arguments.addAll(List.of(option, usual.toString()));
              }
            });
    return arguments.toArray(String[]::new);
  }

  /** A command that looks at the replica. */
  Outcome look(String command, String... more) {
    List<String> start = List.of(command, "--data", data.toString(), "--schema", schema.toString());
    return run(Stream.concat(start.stream(), Stream.of(more)).toArray(String[]::new));
  }

  /** A command of several words that works with the state. */
  Outcome lookAt(String... words) {
    List<String> where = List.of("--data", data.toString(), "--schema", schema.toString());
    return run(Stream.concat(Stream.of(words), where.stream()).toArray(String[]::new));
  }

  /** Such a command in a process of its own. */
  TidemarkProcess startLook(String command, String... more) throws IOException {
    return startLook(Surrounded.PLAIN, command, more);
  }

  TidemarkProcess startLook(Surrounded surrounded, String command, String... more)
      throws IOException {
    List<String> start = List.of("--data", data.toString(), "--schema", schema.toString());
    return TidemarkProcess.start(
        surrounded,
        Stream.of(command.split(" "), more, start.toArray(String[]::new))
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  /** Any command line, in this process. */
  Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings = new Surroundings(ENVIRONMENT, directory);
    Outside outside = new Outside(new ShippedAdapters(), surroundings, "tidemark", clock, false);
    int code = CommandLines.of(outside, new PrintWriter(out), new PrintWriter(err)).run(arguments);
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Writes to the database as no command would. */
  void execute(String... statements) {
    execute("replica.db", statements);
  }

  /** Writes to the strong state as no command would. */
  void executeState(String... statements) {
    execute("state.db", statements);
  }

  private void execute(String file, String[] statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(file));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  Copy copy() {
    return new Copy(data, SchemaLoader.load(schema.toString()));
  }

  Image image() {
    return Image.of(copy());
  }

  /** The next run works, and leaves nothing of those before it. */
  void assertNextRunWorks() throws IOException {
    sync("--full").assertDone();
    assertNoStagingFile();
    assertThat(copy().query("PRAGMA integrity_check")).singleElement().asString().contains("ok");
    assertThat(copy().number("SELECT count(*) FROM _sync_run WHERE status = 'RUNNING'")).isZero();
  }

  void assertNoStagingFile() throws IOException {
    assertNoFileLike("staging");
  }

  /** What a full cycle has staged by the time it fails may stay for the next one. */
  void assertNoThrowAwayStaging() throws IOException {
    assertNoFileLike("staging-");
  }

  private void assertNoFileLike(String start) throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(file -> file.startsWith(start));
    }
  }

  @Override
  public void close() {
    upstream.close();
  }
}
