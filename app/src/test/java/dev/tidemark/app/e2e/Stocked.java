package dev.tidemark.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.app.e2e.ScriptedUpstream.Answer;
import dev.tidemark.app.e2e.Stock.Kind;
import dev.tidemark.testkit.time.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A replica of four types, one below the other, an upstream with {@value #ROWS} rows of each, and a
 * clock that stands still.
 */
final class Stocked implements AutoCloseable {

  static final int ROWS = 24;
  static final List<String> TYPES = List.of("org", "net", "fac", "poc");

  private static final String SCHEMA =
      """
      name: four
      defaults:
        key: id
        version: updated
        tombstone: {status: deleted}
        fields: {id: integer, name: text, updated: instant(seconds), status: text}
      types:
        org: {fields: {org_id: integer, net_id: integer}}
        net: {references: {org_id: org}, fields: {net_id: integer}}
        fac: {references: {org_id: org, net_id: 'net?'}}
        poc: {references: {net_id: net}, fields: {org_id: integer}}
      """;

  final ManualClock clock = ManualClock.at("2020-06-01T12:00:00Z");
  final Workplace place;
  private final Map<String, Stock> stocks = new LinkedHashMap<>();

  private Stocked(Path directory) throws IOException {
    place = Workplace.in(directory, SCHEMA, clock);
    for (String type : TYPES) {
      Stock stock = new Stock();
      stocks.put(type, stock);
      place.upstream.on(type, stock);
      for (long id = 1; id <= ROWS; id++) {
        stock.put(row(id));
      }
    }
  }

  static Stocked in(Path directory) throws IOException {
    return new Stocked(directory);
  }

  /** One that has been copied. */
  static Stocked synced(Path directory) throws IOException {
    Stocked stocked = in(directory);
    stocked.place.sync().assertDone();
    assertThat(stocked.place.image().rows()).hasSize(ROWS * TYPES.size());
    stocked.asked();
    return stocked;
  }

  /** A row that fits every type; its parents have the same key. */
  static String row(long id, String... more) {
    String[] all = new String[more.length + 4];
    List<String> parents = List.of("org_id", Long.toString(id), "net_id", Long.toString(id));
    IntStream.range(0, 4).forEach(i -> all[i] = parents.get(i));
    System.arraycopy(more, 0, all, 4, more.length);
    return Workplace.row(id, all);
  }

  /** A row that changed a day ago. */
  static String changed(long id, String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "updated";
    all[1] = "\"2020-05-31T12:00:00Z\"";
    System.arraycopy(more, 0, all, 2, more.length);
    return row(id, all);
  }

  Stock of(String type) {
    Stock stock = stocks.get(type);
    assertThat(stock).as(type).isNotNull();
    return stock;
  }

  void on(String type, Kind kind, Answer answer) {
    of(type).on(kind, answer);
  }

  /** All of it answers as it is. */
  void recover() {
    stocks.values().forEach(Stock::recover);
  }

  /** What was asked for since the last call: {@code org LIST}. */
  List<String> asked() {
    List<String> asked =
        place.upstream.requests.stream()
            .map(URI::create)
            .map(uri -> uri.getPath().replace("/api/", "") + " " + Kind.of(uri.getQuery()))
            .toList();
    place.upstream.requests.clear();
    return asked;
  }

  /** The ledger's time, which is to come. */
  Instant notBefore() {
    return Instant.parse(place.look("status", "--json").json().get("notBefore").asText());
  }

  Map<String, Object> lastRun() {
    return place.copy().query("SELECT * FROM _sync_run ORDER BY cycle DESC LIMIT 1").get(0);
  }

  void assertLastRunFailed(String code) {
    assertThat(lastRun()).containsEntry("status", "FAILED").containsEntry("error_code", code);
  }

  /** The next full cycle works, and then there is as much as upstream has. */
  void assertRecovers() throws IOException {
    recover();
    place.assertNextRunWorks();
  }

  @Override
  public void close() {
    place.close();
  }
}
