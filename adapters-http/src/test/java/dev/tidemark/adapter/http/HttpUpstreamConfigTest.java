package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.adapter.http.HttpUpstreamConfig.Api;
import dev.tidemark.adapter.http.HttpUpstreamConfig.ApiKey;
import dev.tidemark.adapter.http.HttpUpstreamConfig.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpUpstreamConfigTest {

  private static final HttpUpstreamConfig CONFIG =
      HttpUpstreamConfig.of(URI.create("https://www.peeringdb.com/api"));

  @Test
  void of_baseAlone_isPolite() {
    assertThat(CONFIG.api()).isEqualTo(Api.PEERINGDB);
    assertThat(CONFIG.apiKey()).isEmpty();
    assertThat(CONFIG.minSpacing()).isEqualTo(Duration.ofSeconds(3));
    assertThat(CONFIG.overlap()).isEqualTo(Duration.ofSeconds(5));
    assertThat(CONFIG.timeouts())
        .isEqualTo(
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60)));
    assertThat(CONFIG.userAgent()).startsWith("tidemark").endsWith("(+https://tidemark.dev)");
  }

  @Test
  void with_everyPart_changesThatPartAlone() {
    Timeouts timeouts =
        new Timeouts(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofDays(1));
    HttpUpstreamConfig changed =
        CONFIG
            .withApiKey(new ApiKey("secret"))
            .withMinSpacing(Duration.ZERO)
            .withOverlap(Duration.ofSeconds(60))
            .withTimeouts(timeouts)
            .withUserAgent("mine/1");

    assertThat(changed)
        .isEqualTo(
            new HttpUpstreamConfig(
                CONFIG.base(),
                Api.PEERINGDB,
                Optional.of(new ApiKey("secret")),
                Duration.ZERO,
                Duration.ofSeconds(60),
                timeouts,
                "mine/1"));
  }

  @Test
  void toString_withKey_hidesIt() {
    assertThat(CONFIG.withApiKey(new ApiKey("s3cr3t")).toString())
        .contains("***")
        .doesNotContain("s3cr3t");
  }

  @ParameterizedTest
  @CsvSource({
    "https://host/api/, https://host/api",
    "https://host/api//, https://host/api",
    "http://host/, http://host",
    "HTTP://[::1]:8080/x, HTTP://[::1]:8080/x",
  })
  void base_slashesAtTheEnd_areCut(String given, String kept) {
    assertThat(HttpUpstreamConfig.of(URI.create(given)).base()).isEqualTo(URI.create(kept));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://host/api, 'the base URL has the scheme ftp, expected http or https'",
    "host/api, 'the base URL has no scheme, expected http or https'",
    "https:///api, 'the base URL names no host, expected http(s)://host/path'",
    "https://host/api?a=1, 'the base URL https://host/api?a=1 has a query or fragment, expected a path at most'",
    "https://host/#top, 'the base URL https://host/#top has a query or fragment, expected a path at most'",
    "https://me:pw@host/, 'the base URL holds a user or password; use an API key instead'",
  })
  void base_unusable_isRefused(String given, String message) {
    URI base = URI.create(given);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpUpstreamConfig.of(base))
        .withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.5S", "PT1.5S", "PT-1S"})
  void overlap_notWholeSeconds_isRefused(String overlap) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withOverlap(Duration.parse(overlap)))
        .withMessage("overlap is %s, expected whole seconds, at least one", overlap);
  }

  @Test
  void minSpacing_negative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withMinSpacing(Duration.ofSeconds(-1)))
        .withMessage("min-spacing is PT-1S, expected zero or more");
  }

  @Test
  void timeouts_notPositive_areRefused() {
    Duration fine = Duration.ofSeconds(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeouts(Duration.ZERO, fine, fine))
        .withMessage("the connect timeout is PT0S, expected a millisecond or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeouts(fine, Duration.ofNanos(5), fine))
        .withMessageStartingWith("the header timeout is");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeouts(fine, fine, fine.negated()))
        .withMessageStartingWith("the idle timeout is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cr3t\n", "s3 cr3t", "schlüssel"})
  void apiKey_unusable_isRefusedWithoutShowingIt(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ApiKey(key))
        .withMessage("the API key is empty or has blanks or characters that no header can carry");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a\r\nX-Evil: 1"})
  void userAgent_unusable_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CONFIG.withUserAgent(name))
        .withMessage("the user agent is blank or has characters that no header can carry");
  }
}
