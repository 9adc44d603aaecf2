package dev.tidemark.adapter.http;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.tidemark.adapter.http.HttpUpstreamConfig.ApiKey;
import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Fetch;
import dev.tidemark.core.sync.spi.Fetched;
import dev.tidemark.core.sync.spi.Undecodable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole exchanges with a server that behaves, whatever it answers. */
final class HttpUpstreamTest {

  private static final Instant NOW = Instant.parse("2026-01-28T12:00:00Z");
  private static final Fetch ORGS = new Fetch.Everything(Types.ORG);

  @RegisterExtension
  static final WireMockExtension SERVER =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.options().dynamicPort().gzipDisabled(true))
          .build();

  private final Collected sink = new Collected();
  private final HttpUpstreamConfig config =
      HttpUpstreamConfig.of(URI.create(SERVER.baseUrl() + "/api"))
          .withMinSpacing(Duration.ZERO)
          .withUserAgent("test/1");

  // Answers

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\": [{\"id\":1},{\"id\":2}], \"meta\": {\"generated\": 1769601595.25}}",
        "{\"meta\": {\"generated\": 1769601595.25}, \"data\": [{\"id\":1},{\"id\":2}]}",
        "{\"a\":{\"data\":[9]},\"meta\":{\"x\":{\"y\":[1]},\"generated\":1769601595.25},\"b\":[[{}]],"
            + "\"data\":[{\"id\":1},{\"id\":2}],\"c\":\"d\"} \n",
      })
  void fetch_envelopeInAnyOrder_givesRowsAndAge(String body) {
    answer(okJson(body));

    Fetched fetched = fetch(ORGS);

    assertThat(sink.rows).extracting(row -> row.value("id")).containsExactly(1L, 2L);
    assertThat(fetched)
        .isEqualTo(
            new Fetched(
                2,
                body.length(),
                1,
                Optional.of(Instant.parse("2026-01-28T11:59:55.250Z")),
                Set.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":[]}",
        "{\"data\":[],\"meta\":{}}",
        "{\"data\":[],\"meta\":null}",
        "{\"data\":[],\"meta\":[{\"generated\":1}]}",
        "{\"data\":[],\"meta\":{\"generated\":\"today\"}}",
        "{\"data\":[],\"meta\":{\"generated\":-1}}",
        "{\"data\":[],\"meta\":{\"generated\":1e300}}",
      })
  void fetch_noUsableAge_isALiveAnswer(String body) {
    answer(okJson(body));

    assertThat(fetch(ORGS)).isEqualTo(new Fetched(0, body.length(), 1, Optional.empty(), Set.of()));
  }

  @Test
  void identity_saysWhoIsAskedAndWhetherWithAKeyButNotWhich() {
    HttpUpstreamConfig config = HttpUpstreamConfig.of(URI.create("https://api.example:8443/v1"));

    assertThat(upstream(config).identity()).isEqualTo("api.example without key");
    assertThat(upstream(config.withApiKey(new ApiKey("s3cret"))).identity())
        .isEqualTo("api.example with a key");
  }

  @Test
  void fetch_gzip_isUnpackedAndCountedPacked() throws IOException {
    String body = "{\"data\":[" + "{\"id\":1},".repeat(999) + "{\"id\":1}],\"meta\":{}}";
    byte[] packed = gzip(body);
    answer(ok().withHeader("Content-Encoding", "gzip").withBody(packed));

    Fetched fetched = fetch(ORGS);

    assertThat(sink.rows).hasSize(1_000);
    assertThat(fetched.bytes()).isEqualTo(packed.length).isLessThan(body.length());
  }

  @Test
  void fetch_unknownFields_areNamedOnce() {
    answer(okJson("{\"data\":[{\"id\":1,\"b\":1,\"a\":2},{\"id\":2,\"b\":null}]}"));

    assertThat(fetch(ORGS).unknownFields()).isEqualTo(Set.of("a", "b"));
  }

  @Test
  void fetch_undecodableRows_doNotStopTheOthers() {
    answer(okJson("{\"data\":[{\"id\":1},{\"id\":\"x\"},{\"id\":3}]}"));

    Fetched fetched = fetch(ORGS);

    assertThat(fetched.rows()).isEqualTo(3);
    assertThat(sink.rows).hasSize(2);
    assertThat(sink.undecodable)
        .containsExactly(
            new Undecodable(
                Types.ORG, Optional.empty(), "id is text, expected integer", "{\"id\":\"x\"}"));
  }

  // Requests

  @Test
  void fetch_withoutKey_sendsExactlyThis() {
    answer(okJson("{\"data\":[]}"));

    fetch(ORGS);

    LoggedRequest request = onlyRequest();
    assertThat(request.getMethod().value()).isEqualTo("GET");
    assertThat(request.getUrl()).isEqualTo("/api/org?depth=0&hide_ix_no_fac=0");
    assertThat(request.getHeader("Accept")).isEqualTo("application/json");
    assertThat(request.getHeader("Accept-Encoding")).isEqualTo("gzip");
    assertThat(request.getHeader("User-Agent")).isEqualTo("test/1");
    assertThat(request.containsHeader("Authorization")).isFalse();
  }

  @Test
  void fetch_withKey_sendsIt() {
    answer(okJson("{\"data\":[]}"));

    upstream(config.withApiKey(new ApiKey("s3cr3t"))).fetch(ORGS, sink);

    assertThat(onlyRequest().getHeader("Authorization")).isEqualTo("Api-Key s3cr3t");
  }

  @Test
  void fetch_since_asksAnOverlapEarlier() {
    answer(okJson("{\"data\":[]}"));

    fetch(new Fetch.Since(Types.ORG, NOW));

    assertThat(onlyRequest().getUrl())
        .isEqualTo("/api/org?depth=0&since=1769601595&hide_ix_no_fac=0");
  }

  @Test
  void fetch_manyKeys_sumsUpItsRequests() {
    answer(okJson("{\"data\":[{\"id\":1,\"x\":1}]}"));
    List<RowKey> keys = LongStream.rangeClosed(1, 151).mapToObj(id -> RowKey.of(id)).toList();

    assertThat(fetch(new Fetch.ByKey(Types.ORG, keys)))
        .isEqualTo(new Fetched(2, 50, 2, Optional.empty(), Set.of("x")));
    assertThat(SERVER.getAllServeEvents())
        .extracting(event -> event.getRequest().getUrl())
        .contains("/api/org?depth=0&since=1&id__in=151&hide_ix_no_fac=0");
  }

  @Test
  void fetch_noKeys_asksNothing() {
    assertThat(fetch(new Fetch.ByKey(Types.ORG, List.of())))
        .isEqualTo(new Fetched(0, 0, 0, Optional.empty(), Set.of()));
    assertThat(SERVER.getAllServeEvents()).isEmpty();
  }

  @Test
  void fetch_whereHttp2IsTaken_speaksItOnOneConnection() {
    answer(okJson("{\"data\":[{\"id\":1}]}"));
    HttpUpstream upstream = upstream(config);

    // The first request over plain HTTP only offers the upgrade.
    upstream.fetch(ORGS, sink);
    upstream.fetch(ORGS, sink);

    assertThat(sink.rows).hasSize(2);
    assertThat(SERVER.getAllServeEvents())
        .extracting(event -> event.getRequest().getProtocol())
        .contains("HTTP/2.0");
  }

  // Answers of status 200 that are no list

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| true| it is empty; try again",
        "' '| true| it is empty; try again",
        "<!DOCTYPE html><p>Hi| false| it is no JSON from byte 0 on, beginning with"
            + " \"<!DOCTYPE html><p>Hi\"; check that the base URL is right",
        "[]| false| it is no JSON object, beginning with \"[]\"; check that the base URL is right",
        "{}| false| it has no data, beginning with \"{}\"; check that the base URL is right",
        "{\"meta\":{\"error\":\"x\"}}| false| it has no data, beginning with"
            + " \"{\"meta\":{\"error\":\"x\"}}\"; check that the base URL is right",
        "{\"data\":{\"id\":1}}| false| its data is an object, no array, beginning with"
            + " \"{\"data\":{\"id\":1}}\"; check that the base URL is right",
        "{\"data\":null}| false| its data is null, no array, beginning with"
            + " \"{\"data\":null}\"; check that the base URL is right",
        "{\"data\":[| true| it ends early, after 0 rows; try again",
        "{\"data\":[{\"id\":1},{\"id\":2| true| it ends early, after 1 rows; try again",
        "{\"data\":[{\"id\":1}]| true| it ends early, after 1 rows; try again",
        "{\"meta\":{| true| it ends early, beginning with \"{\"meta\":{\"; try again",
        "{\"data\":[]}}| false| it is no JSON from byte 11 on, after 0 rows; check that the base"
            + " URL is right",
        "{\"data\":[]}{}| false| something follows its end, after 0 rows; check that the base URL"
            + " is right",
        "{\"data\":[{\"id\":1},{\"id\":NaN}]}| true| it is no JSON from byte 27 on, after 1 rows;"
            + " try again",
        "{\"data\":[],\"meta\":{\"truncated\":\"Your search was limited\"}}| false| its meta says"
            + " that the list was cut short, after 0 rows; check that the base URL is right",
      })
  void fetch_bodyThatIsNoList_isABadAnswer(String body, boolean retryable, String what) {
    answer(ok().withHeader("Content-Type", "text/x").withBody(body));

    assertThatThrownBy(() -> fetch(ORGS))
        .isInstanceOfSatisfying(
            BadAnswerException.class, e -> assertThat(e.retryable()).isEqualTo(retryable))
        .hasMessage(
            "read org from %s/org: expected a list of org, but the answer (status 200, text/x) is"
                + " not one: %s",
            config.base(), what);
  }

  @Test
  void fetch_bodyPastALimit_isABadAnswer() {
    answer(okJson("{\"data\":[{\"id\":" + "1".repeat(1_001) + "}]}"));

    assertThatThrownBy(() -> fetch(ORGS))
        .isInstanceOf(BadAnswerException.class)
        .hasMessageContaining("it is past a limit of this client: Number value length");
  }

  @Test
  void fetch_bodyInAnUnknownEncoding_isABadAnswer() {
    answer(ok().withHeader("Content-Encoding", "br").withBody("x"));

    assertThatThrownBy(() -> fetch(ORGS))
        .isInstanceOf(BadAnswerException.class)
        .hasMessageContaining(
            "it cannot be unpacked (the content encoding is neither gzip nor identity)");
  }

  @Test
  void fetch_gzipThatIsNone_isABadAnswer() {
    answer(ok().withHeader("Content-Encoding", "gzip").withBody("{\"data\":[]}"));

    assertThatThrownBy(() -> fetch(ORGS))
        .isInstanceOf(BadAnswerException.class)
        .hasMessageContaining("it cannot be unpacked (Not in GZIP format)");
  }

  @Test
  void fetch_gzipCutShort_isABadAnswer() throws IOException {
    byte[] packed = gzip("{\"data\":[{\"id\":1},{\"id\":2}]}");
    answer(
        ok().withHeader("Content-Encoding", "gzip")
            .withBody(Arrays.copyOf(packed, packed.length - 9)));

    assertThatThrownBy(() -> fetch(ORGS))
        .isInstanceOf(BadAnswerException.class)
        .hasMessageContaining("the answer ends early");
  }

  @Test
  void fetch_keyEchoedByTheServer_isNotShown() {
    answer(ok("{\"headers\":{\"Authorization\":\"Api-Key s3cr3t\"}}"));
    HttpUpstream upstream = upstream(config.withApiKey(new ApiKey("s3cr3t")));

    assertThatThrownBy(() -> upstream.fetch(ORGS, sink))
        .hasMessageContaining("\"Api-Key ***\"")
        .hasMessageNotContaining("s3cr3t");
  }

  private static void answer(ResponseDefinitionBuilder response) {
    SERVER.stubFor(any(anyUrl()).willReturn(response));
  }

  private Fetched fetch(Fetch what) {
    return upstream(config).fetch(what, sink);
  }

  private static HttpUpstream upstream(HttpUpstreamConfig config) {
    return HttpUpstream.of(config, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static LoggedRequest onlyRequest() {
    assertThat(SERVER.getAllServeEvents()).hasSize(1);
    return SERVER.getAllServeEvents().get(0).getRequest();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }
}
