package dev.tidemark.adapter.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.tidemark.adapter.http.HttpUpstreamConfig.ApiKey;
import dev.tidemark.core.BadAnswerException;
import dev.tidemark.core.RateLimitedException;
import dev.tidemark.core.RefusedException;
import dev.tidemark.core.TidemarkException;
import dev.tidemark.core.UnauthenticatedException;
import dev.tidemark.core.UpstreamUnavailableException;
import dev.tidemark.core.sync.spi.Fetch;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every status but 200. */
final class HttpUpstreamRefusalTest {

  private static final Instant NOW = Instant.parse("2026-01-28T12:00:00Z");
  private static final String WAIT =
      "{\"message\":\"Request was throttled. Expected available in 59 minutes.\","
          + "\"meta\":{\"error\":\"Too Many Requests\"}}";

  @RegisterExtension
  static final WireMockExtension SERVER = WireMockExtension.newInstance().build();

  private final HttpUpstreamConfig config =
      HttpUpstreamConfig.of(URI.create(SERVER.baseUrl() + "/api")).withMinSpacing(Duration.ZERO);
  private final HttpUpstreamConfig keyed = config.withApiKey(new ApiKey("s3cr3t"));

  @ParameterizedTest
  @CsvSource({
    "'3544', 2026-01-28T12:59:04Z",
    "'Wed, 28 Jan 2026 13:00:00 GMT', 2026-01-28T13:00:00Z",
    "'Wed, 28 Jan 2026 11:00:00 GMT', 2026-01-28T12:00:15Z",
    "'later', 2026-01-28T12:00:15Z",
  })
  void fetch_429_saysWhenToComeBack(String retryAfter, Instant notBefore) {
    RateLimitedException refusal =
        refusal(RateLimitedException.class, json(429, WAIT).withHeader("Retry-After", retryAfter));

    assertThat(refusal.notBefore()).isEqualTo(notBefore);
    assertThat(refusal)
        .hasMessage(
            "%s: the upstream wants no request before %s (status 429, application/json: \"Request"
                + " was throttled. Expected available in 59 minutes.\")",
            asked(), notBefore);
  }

  @Test
  void fetch_429WithoutRetryAfter_isACarefulGuess() {
    assertThat(refusal(RateLimitedException.class, json(429, WAIT)).notBefore())
        .isEqualTo(NOW.plusSeconds(15));
  }

  @Test
  void fetch_429Replayed_isSaidAndNeverTriedAtOnce() {
    ResponseDefinitionBuilder replay = json(429, WAIT).withHeader("X-Cached-Response", "True");

    RateLimitedException refusal = refusal(RateLimitedException.class, replay);

    assertThat(refusal.notBefore()).isEqualTo(NOW.plusSeconds(15));
    assertThat(refusal).hasMessageEndingWith("59 minutes.\", repeated from its memory)");
    assertThat(
            refusal(RateLimitedException.class, replay.withHeader("Retry-After", "2")).notBefore())
        .isEqualTo(NOW.plusSeconds(10));
  }

  @Test
  void fetch_401_dependsOnTheKey() {
    ResponseDefinitionBuilder answer = json(401, "{\"meta\":{\"error\":\"Invalid API key\"}}");

    assertThat(refusal(keyed, UnauthenticatedException.class, answer))
        .hasMessage(
            "%s: the API key is not accepted (status 401, application/json: \"Invalid API key\");"
                + " check the key",
            asked());
    assertThat(refusal(UnauthenticatedException.class, answer))
        .hasMessage(
            "%s: no API key is configured and the upstream asks for one (status 401,"
                + " application/json: \"Invalid API key\"); configure one",
            asked());
  }

  @Test
  void fetch_401WithAChallenge_isNotTriedAgain() {
    refusal(
        keyed,
        UnauthenticatedException.class,
        json(401, "{}").withHeader("WWW-Authenticate", "Basic"));

    assertThat(SERVER.getAllServeEvents()).hasSize(1);
  }

  @Test
  void fetch_403_dependsOnTheKey() {
    ResponseDefinitionBuilder answer = json(403, "{\"meta\":{\"error\":\"No permission\"}}");

    assertThat(refusal(keyed, RefusedException.class, answer))
        .hasMessage(
            "%s: refused (status 403, application/json: \"No permission\"); the API key may be"
                + " inactive or lack the permission",
            asked());
    assertThat(refusal(RefusedException.class, answer))
        .hasMessage(
            "%s: refused without an API key (status 403, application/json: \"No permission\"); one"
                + " may help",
            asked());
  }

  @Test
  void fetch_403InHtml_isAFirewall() {
    assertThat(refusal(keyed, RefusedException.class, html(403, "<h1>Request blocked</h1>")))
        .hasMessage(
            "%s: a firewall in front of the upstream seems to refuse this client (status 403,"
                + " text/html: \"<h1>Request blocked</h1>\"); do not try again soon",
            asked());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 599})
  void fetch_5xx_isUnavailable(int status) {
    assertThat(
            refusal(
                UpstreamUnavailableException.class,
                html(status, "<html>\n\n<title>Oh\tno</title>\u0007" + "x".repeat(100))))
        .hasMessage(
            "%s: the upstream failed (status %d, text/html: \"<html> <title>Oh no</title>"
                + " %s...\"); try again later",
            asked(), status, "x".repeat(52));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 407, 410, 418, 204, 206})
  void fetch_anyOtherStatus_isABadAnswerForGood(int status) {
    String body = status == 204 ? "" : "{\"meta\":{\"error\":\"Entity not found\"},\"data\":[]}";

    BadAnswerException refusal = refusal(BadAnswerException.class, json(status, body));

    assertThat(refusal.retryable()).isFalse();
    assertThat(refusal)
        .hasMessage(
            "%s: expected a list of org, found status %d, application/json%s; check that the base"
                + " URL is right",
            asked(), status, status == 204 ? "" : ": \"Entity not found\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void fetch_redirect_isNotFollowed(int status) {
    BadAnswerException refusal =
        refusal(
            keyed,
            BadAnswerException.class,
            aResponse()
                .withStatus(status)
                .withHeader("Location", "https://elsewhere.example/api/org"));

    assertThat(refusal.retryable()).isFalse();
    assertThat(refusal)
        .hasMessage(
            "%s: redirected to \"https://elsewhere.example/api/org\" (status %d, no content type),"
                + " which is not followed; make the final address the base URL",
            asked(), status);
    assertThat(SERVER.getAllServeEvents()).hasSize(1);
  }

  private String asked() {
    return "read org from " + config.base() + "/org";
  }

  private static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder html(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "text/html; charset=utf-8")
        .withBody(body);
  }

  private <E extends TidemarkException> E refusal(Class<E> type, ResponseDefinitionBuilder answer) {
    return refusal(config, type, answer);
  }

  private static <E extends TidemarkException> E refusal(
      HttpUpstreamConfig config, Class<E> type, ResponseDefinitionBuilder answer) {
    SERVER.stubFor(any(anyUrl()).willReturn(answer));
    HttpUpstream upstream = HttpUpstream.of(config, Clock.fixed(NOW, ZoneOffset.UTC));
    E refusal =
        catchThrowableOfType(
            type, () -> upstream.fetch(new Fetch.Everything(Types.ORG), new Collected()));
    assertThat(refusal).isNotNull();
    return refusal;
  }
}
