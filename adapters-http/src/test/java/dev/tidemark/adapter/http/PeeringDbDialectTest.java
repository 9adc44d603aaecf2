package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Fetch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PeeringDbDialectTest {

  private final PeeringDbDialect dialect = new PeeringDbDialect(Duration.ofSeconds(5));

  @Test
  void requests_everything_isTheBareList() {
    assertThat(dialect.requests(new Fetch.Everything(Types.NET)))
        .containsExactly("/net?depth=0&hide_ix_no_fac=0");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-28T12:00:00Z, 1769601595",
    "2026-01-28T12:00:00.999Z, 1769601595",
    "1970-01-01T00:00:07Z, 2",
    "1970-01-01T00:00:03Z, 1",
    "1969-01-01T00:00:00Z, 1",
  })
  void requests_since_isAWholeSecondOneOverlapEarlier(Instant since, long asked) {
    assertThat(dialect.requests(new Fetch.Since(Types.NET, since)))
        .containsExactly("/net?depth=0&since=" + asked + "&hide_ix_no_fac=0");
  }

  @Test
  void requests_keys_areAskedWithTombstones() {
    assertThat(dialect.requests(new Fetch.ByKey(Types.ORG, keys(3))))
        .containsExactly("/org?depth=0&since=1&id__in=1,2,3&hide_ix_no_fac=0");
  }

  @Test
  void requests_manyKeys_comeInBatches() {
    List<String> requests = dialect.requests(new Fetch.ByKey(Types.ORG, keys(301)));

    assertThat(requests).hasSize(3);
    assertThat(requests.get(0)).contains("id__in=1,2,").contains(",150&");
    assertThat(requests.get(1)).contains("id__in=151,").contains(",300&");
    assertThat(requests.get(2)).contains("id__in=301&");
  }

  @Test
  void requests_noKeys_areNone() {
    assertThat(dialect.requests(new Fetch.ByKey(Types.ORG, List.of()))).isEmpty();
  }

  @Test
  void requests_textKeys_areEscaped() {
    EntityType tag = EntityType.named("tag").key("name").text("name").build();

    assertThat(dialect.requests(new Fetch.ByKey(tag, List.of(RowKey.of("a&b=ü")))))
        .containsExactly("/tag?depth=0&since=1&name__in=a%26b%3D%C3%BC&hide_ix_no_fac=0");
  }

  @Test
  void requests_compositeKeys_areRefused() {
    Fetch.ByKey fetch = new Fetch.ByKey(Types.PORT, List.of(RowKey.of(1L, "eth0")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> dialect.requests(fetch))
        .withMessage(
            "port has the key [device, name]; rows can be asked for by a single field only");
  }

  @ParameterizedTest
  @CsvSource({
    "http://testserver/m/2.74.1/logos_user_supplied/a-1.png, a-1.png",
    "https://peeringdb-media-prod.s3.amazonaws.com/media/logos_user_supplied/a-1.png, a-1.png",
    "a-1.png, a-1.png",
    "http://host/, http://host/",
    "'', ''",
  })
  void rewrite_logo_isItsLastSegment(String given, String kept) {
    assertThat(dialect.rewrite("logo").orElseThrow().apply(given)).isEqualTo(kept);
  }

  @Test
  void rewrite_anythingElse_isLeftAlone() {
    assertThat(dialect.rewrite("website")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"message\": \"Wait.\", \"meta\": {\"error\": \"Too Many Requests\"}} | Wait.",
        "{\"meta\": {\"error\": \"Invalid API key\"}} | Invalid API key",
        "{\"meta\": {\"error\": 4}, \"message\": null} | ''",
        "[] | ''",
      })
  void explanation_ofAnError_isItsText(String body, String text) throws Exception {
    assertThat(dialect.explanation(new ObjectMapper().readTree(body)).orElse("")).isEqualTo(text);
  }

  private static List<RowKey> keys(int count) {
    return LongStream.rangeClosed(1, count).mapToObj(id -> RowKey.of(id)).toList();
  }
}
