package dev.tidemark.app.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.testkit.time.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SampleServerTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ManualClock clock = ManualClock.at("2026-05-01T12:00:00.25Z");
  private final SampleOptions options = SampleOptions.by(clock);
  private final List<SampleServer> started = new ArrayList<>();
  private final SyntheticData data = SyntheticData.of(0.01, 1, clock);

  @AfterEach
  void stop() {
    started.forEach(SampleServer::close);
  }

  private SampleServer start(SampleOptions options) {
    SampleServer server = SampleServer.start(data, options, 0);
    started.add(server);
    return server;
  }

  private SampleServer start() {
    return start(options);
  }

  private static HttpResponse<byte[]> get(SampleServer server, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.base() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
    return SampleJson.mapper().readTree(response.body());
  }

  private static JsonNode body(SampleServer server, String path, String... headers)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = get(server, path, headers);
    assertThat(response.statusCode()).isEqualTo(200);
    return json(response);
  }

  private static List<JsonNode> rows(SampleServer server, String path, String... headers)
      throws IOException, InterruptedException {
    JsonNode rows = body(server, path, headers).get("data");
    return StreamSupport.stream(rows.spliterator(), false).toList();
  }

  private static List<Long> ids(List<JsonNode> rows) {
    return rows.stream().map(row -> row.get("id").longValue()).toList();
  }

  private List<SampleRow> stored(Kind kind) {
    return Objects.requireNonNull(data.state().table(kind.type())).rows();
  }

  private SampleRow tombstone(Kind kind) {
    return stored(kind).stream().filter(SampleRow::deleted).findFirst().orElseThrow();
  }

  @Test
  void list_bare_isACachedAnswerOfTheLiveRowsById() throws Exception {
    JsonNode body = body(start(), "/org?depth=0&nonsense=1");

    assertThat(body.get("meta").get("generated").doubleValue()).isEqualTo(1777636800.25);
    List<JsonNode> rows = new ArrayList<>();
    body.get("data").forEach(rows::add);
    assertThat(rows).hasSize(350).allMatch(row -> row.get("status").asText().equals("ok"));
    assertThat(ids(rows)).isSorted();
  }

  @Test
  void list_everyType_hasTheLiveRowsForAMember() throws Exception {
    SampleServer server = start();

    for (var live : data.state().liveRows().entrySet()) {
      assertThat(rows(server, "/" + live.getKey(), "Authorization", "Api-Key any"))
          .describedAs(live.getKey())
          .hasSize(live.getValue());
    }
  }

  @Test
  void list_withGzip_isCompressedAndTheSame() throws Exception {
    SampleServer server = start();

    for (String path : List.of("/net", "/net?since=1")) {
      byte[] plain = get(server, path).body();
      HttpResponse<byte[]> response = get(server, path, "Accept-Encoding", "br, gzip");
      assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(response.body().length).isLessThan(plain.length / 2);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
          .isEqualTo(plain);
    }
  }

  @Test
  void list_body_isAscii() throws Exception {
    String body = new String(get(start(), "/org").body(), StandardCharsets.ISO_8859_1);

    assertThat(body.chars().allMatch(unit -> unit < 0x80)).isTrue();
    assertThat(body.contains("\\u")).isTrue();
  }

  @Test
  void list_since_isStrictlyNewerByUpdatedThenIdWithTombstones() throws Exception {
    SampleServer server = start();
    SampleRow dead = tombstone(Kind.NET);
    long updated = dead.updated() / 1_000_000;

    List<JsonNode> from = rows(server, "/net?since=" + (updated - 1));
    List<JsonNode> after = rows(server, "/net?since=" + updated);

    assertThat(ids(from)).contains(dead.id());
    assertThat(ids(after)).doesNotContain(dead.id());
    assertThat(from)
        .isSortedAccordingTo(
            Comparator.comparing((JsonNode row) -> row.get("updated").asText())
                .thenComparing(row -> row.get("id").longValue()));
    assertThat(body(server, "/net?since=1").get("meta").size()).isZero();
    assertThat(rows(server, "/net?since=1")).hasSize(stored(Kind.NET).size());
  }

  @Test
  void list_since_showsPendingOnlyForCampus() throws Exception {
    SampleServer server = start();

    assertThat(rows(server, "/campus?since=1"))
        .filteredOn(row -> row.get("status").asText().equals("pending"))
        .hasSize(2);
    assertThat(rows(server, "/campus")).allMatch(row -> row.get("status").asText().equals("ok"));
  }

  @Test
  void list_sinceZeroOrLess_isTheBareList() throws Exception {
    assertThat(body(start(), "/ix?since=0").get("meta").has("generated")).isTrue();
  }

  @Test
  void list_sinceNoWholeNumber_isABadRequest() throws Exception {
    SampleServer server = start();

    for (String since : List.of("1.5", "yesterday", "")) {
      HttpResponse<byte[]> response = get(server, "/net?since=" + since);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(new String(response.body(), StandardCharsets.US_ASCII))
          .isEqualTo(
              "{\"meta\":{\"error\":\"'since' needs to be a unix timestamp (epoch seconds)\"}}");
    }
  }

  @Test
  void list_limitAndSkip_pageTheRows() throws Exception {
    SampleServer server = start();
    List<Long> all = ids(rows(server, "/org"));

    JsonNode live = body(server, "/org?limit=3&skip=2");
    assertThat(live.get("meta").has("generated")).isFalse();
    assertThat(ids(rows(server, "/org?limit=3&skip=2"))).isEqualTo(all.subList(2, 5));
    assertThat(body(server, "/org?limit=251").get("meta").has("generated")).isTrue();
    assertThat(rows(server, "/org?limit=251")).hasSize(251);
    assertThat(ids(rows(server, "/net?since=1&limit=2"))).hasSize(2);
    assertThat(get(server, "/org?limit=x").statusCode()).isEqualTo(400);
  }

  @Test
  void list_fields_givesOnlyThose() throws Exception {
    List<JsonNode> rows = rows(start(), "/net?fields=id,asn");

    assertThat(rows).hasSize(350).allMatch(row -> row.size() == 2 && row.has("asn"));
  }

  @Test
  void list_ids_givesThoseAndWithSinceAlsoTheDeleted() throws Exception {
    SampleServer server = start();
    long dead = tombstone(Kind.NET).id();
    long live = stored(Kind.NET).get(0).id();
    String both = live + "," + dead + ",999999";

    assertThat(ids(rows(server, "/net?id__in=" + both))).containsExactly(live);
    assertThat(ids(rows(server, "/net?since=1&id__in=" + both)))
        .containsExactlyInAnyOrder(live, dead);
    assertThat(get(server, "/net?id__in=1,x").statusCode()).isEqualTo(400);
  }

  @Test
  void list_idRange_isALiveAnswer() throws Exception {
    SampleServer server = start();
    List<Long> all = ids(rows(server, "/org"));
    String window = "/org?id__gt=" + all.get(0) + "&id__lte=" + all.get(2);

    assertThat(ids(rows(server, window))).isEqualTo(all.subList(1, 3));
    assertThat(body(server, "/org?id__gt=0").get("meta").has("generated")).isFalse();
    assertThat(ids(rows(server, "/org?id__gte=" + all.get(0) + "&id__lt=" + all.get(2))))
        .isEqualTo(all.subList(0, 2));
  }

  @Test
  void list_fieldEquals_filtersAndIgnoresCase() throws Exception {
    SampleServer server = start();
    JsonNode net = rows(server, "/net").get(5);

    assertThat(ids(rows(server, "/net?asn=" + net.get("asn"))))
        .containsExactly(net.get("id").longValue());
    assertThat(rows(server, "/net?policy_general__in=open,selective"))
        .isNotEmpty()
        .allMatch(row -> !row.get("policy_general").asText().equals("Restrictive"));
  }

  @Test
  void list_oneIdThatIsNotThere_isNotFoundWithData() throws Exception {
    HttpResponse<byte[]> response = get(start(), "/net?id=999999");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(json(response).get("data").isArray()).isTrue();
    assertThat(json(response).get("meta").get("error").asText()).isEqualTo("Entity not found");
  }

  @Test
  void list_unknownType_isNotFound() throws Exception {
    HttpResponse<byte[]> response = get(start(), "/nothing");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(json(response).get("meta").has("error")).isTrue();
  }

  @Test
  void one_live_isAListOfOne_andDeletedIsNotFound() throws Exception {
    SampleServer server = start();
    long pending =
        stored(Kind.CAMPUS).stream().filter(SampleRow::pending).findFirst().orElseThrow().id();

    assertThat(rows(server, "/net/" + stored(Kind.NET).get(0).id() + "?depth=0")).hasSize(1);
    assertThat(rows(server, "/campus/" + pending)).hasSize(1);
    assertThat(get(server, "/net/" + tombstone(Kind.NET).id()).statusCode()).isEqualTo(404);
    assertThat(get(server, "/net/x").statusCode()).isEqualTo(404);
  }

  @Test
  void list_anonymous_seesPublicContactsAndMemberListsOnly() throws Exception {
    SampleServer server = start();

    List<JsonNode> contacts = rows(server, "/poc");
    assertThat(contacts).hasSizeBetween(1, 100);
    assertThat(contacts).allMatch(row -> row.get("visible").asText().equals("Public"));
    assertThat(rows(server, "/poc?since=1"))
        .allMatch(row -> row.get("visible").asText().equals("Public"));
    assertThat(rows(server, "/ixlan")).allMatch(row -> listed(row, List.of("Public")));
    assertThat(rows(server, "/ixlan", "Authorization", "Api-Key any"))
        .allMatch(row -> listed(row, List.of("Public", "Users")));
  }

  private static boolean listed(JsonNode row, List<String> shown) {
    String visible = row.get("ixf_ixp_member_list_url_visible").asText();
    return row.has("ixf_ixp_member_list_url") == shown.contains(visible);
  }

  @Test
  void list_wrongKey_isUnauthenticated() throws Exception {
    SampleServer server = start(options.withApiKey("right"));

    HttpResponse<byte[]> response = get(server, "/org", "Authorization", "Api-Key wrong");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(json(response).toString()).isEqualTo("{\"meta\":{\"error\":\"Invalid API key\"}}");
    assertThat(get(server, "/org", "Authorization", "Api-Key right").statusCode()).isEqualTo(200);
    assertThat(get(server, "/org").statusCode()).isEqualTo(200);
    assertThat(get(server, "/org", "Authorization", "Bearer right").statusCode()).isEqualTo(400);
  }

  @Test
  void list_tooManyRequests_areThrottledAndReplayedWithoutAWait() throws Exception {
    SampleServer server = start(options.withRequestsPerMinute(2));
    get(server, "/org");
    clock.advance(Duration.ofSeconds(18));
    get(server, "/org");

    HttpResponse<byte[]> refused = get(server, "/ix");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("42");
    assertThat(refused.headers().firstValue("X-App-Version")).hasValue("2.82.0");
    assertThat(json(refused).get("message").asText())
        .startsWith("Request was throttled. Expected available in 42 seconds.");
    assertThat(json(refused).get("meta").get("error").asText()).isEqualTo("Too Many Requests");
    assertThat(json(refused).has("data")).isFalse();

    HttpResponse<byte[]> replayed = get(server, "/ix");
    assertThat(replayed.statusCode()).isEqualTo(429);
    assertThat(replayed.headers().firstValue("Retry-After")).isEmpty();
    assertThat(replayed.headers().firstValue("X-Cached-Response")).hasValue("True");

    clock.advance(Duration.ofSeconds(10));
    assertThat(get(server, "/ix").headers().firstValue("Retry-After")).hasValue("32");
    assertThat(get(server, "/ix", "Authorization", "Api-Key any").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(32));
    assertThat(get(server, "/ix").statusCode()).isEqualTo(200);
  }

  @Test
  void next_posted_movesOnAndSaysSo() throws Exception {
    SampleServer server = start();
    String before = body(server, "/org").toString();

    HttpResponse<byte[]> moved =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(server.base() + "/_next"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(json(moved).get("moved").booleanValue()).isTrue();
    assertThat(json(moved).get("rows").size()).isEqualTo(13);
    assertThat(body(server, "/org").toString()).isNotEqualTo(before);
  }

  @Test
  void list_keptCache_isStaleUntilItIsOld() throws Exception {
    SampleServer server = start(options.withCacheKept(Duration.ofMinutes(15)));
    String before = body(server, "/org").toString();
    data.advance();

    assertThat(body(server, "/org").toString()).isEqualTo(before);
    assertThat(rows(server, "/org?since=1777636799")).isNotEmpty();
    clock.advance(Duration.ofMinutes(15));
    assertThat(body(server, "/org").toString()).isNotEqualTo(before);
  }

  @Test
  void start_portInUse_saysSo() {
    int taken = start().base().getPort();

    assertThatThrownBy(() -> SampleServer.start(data, options, taken))
        .isInstanceOf(UpstreamUnavailableException.class)
        .hasMessageContaining("expected port " + taken + " to be free, but it is in use");
  }
}
