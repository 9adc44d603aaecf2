package dev.tidemark.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.sync.spi.Undecodable;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowDecoderTest {

  private static final String REST = "\"status\":\"ok\",\"updated\":\"2026-04-16T08:30:00Z\"}";

  private final Collected collected = new Collected();
  private RowDecoder decoder = decoder(Types.NET);

  @Test
  void decode_everyKindOfValue_givesTheRow() throws IOException {
    Row row =
        row(
            """
            {"id": 7, "asn": 4294967295, "name": "Tidemark \\u00e9 \\ud83c\\udf0a 🌊",
             "logo": "http://testserver/m/1/x.png", "latitude": -12.5e-1, "ipv6": true,
             "social": [ {"service": "web", "n": 1.0 } ], "status": "ok",
             "updated": "2026-04-16T08:30:00.060382Z"}""");

    assertThat(row.value("id")).isEqualTo(7L);
    assertThat(row.value("asn")).isEqualTo(4294967295L);
    assertThat(row.value("name")).isEqualTo("Tidemark é 🌊 🌊");
    assertThat(row.value("logo")).isEqualTo("x.png");
    assertThat(row.value("latitude")).isEqualTo(-1.25);
    assertThat(row.value("ipv6")).isEqualTo(true);
    assertThat(row.value("social")).isEqualTo("[{\"service\":\"web\",\"n\":1.0}]");
    assertThat(row.value("updated")).isEqualTo(Instant.parse("2026-04-16T08:30:00Z"));
    assertThat(row.extra()).isEmpty();
  }

  @Test
  void decode_missingAndNull_stayApart() throws IOException {
    Row row = row("{\"id\":1,\"logo\":null," + REST);

    assertThat(row.value("logo")).isNull();
    assertThat(row.missing()).containsExactly("asn", "name", "latitude", "ipv6", "social");
  }

  @Test
  void decode_limitsOfNumbers_areKept() throws IOException {
    assertThat(row("{\"id\":-9223372036854775808,\"asn\":9223372036854775807," + REST))
        .satisfies(
            row -> {
              assertThat(row.value("id")).isEqualTo(Long.MIN_VALUE);
              assertThat(row.value("asn")).isEqualTo(Long.MAX_VALUE);
            });
  }

  @Test
  void decode_wholeNumberForAReal_isAReal() throws IOException {
    assertThat(row("{\"id\":1,\"latitude\":52," + REST).value("latitude")).isEqualTo(52.0);
  }

  @Test
  void decode_nameTwice_takesTheLast() throws IOException {
    assertThat(row("{\"id\":1,\"asn\":\"bad\",\"asn\":1,\"asn\":2," + REST).value("asn"))
        .isEqualTo(2L);
  }

  @Test
  void decode_tombstone_mayHaveLostAnything() throws IOException {
    Row row =
        row(
            "{\"id\":1,\"asn\":null,\"name\":null,\"ipv6\":null,\"social\":null,"
                + "\"status\":\"deleted\",\"updated\":\"2026-04-16T08:30:00Z\"}");

    assertThat(row.isTombstone()).isTrue();
  }

  @Test
  void decode_jsonValues_areCompactDigitForDigit() throws IOException {
    String number = "123456789012345678901234567890.10e+400";

    assertThat(row("{\"id\":1,\"social\":{ \"b\" : " + number + " , \"a\":[ ] }," + REST))
        .extracting(row -> row.value("social"))
        .isEqualTo("{\"b\":" + number + ",\"a\":[]}");
    assertThat(row("{\"id\":1,\"social\": \"t\\u0001\\\"\"," + REST).value("social"))
        .isEqualTo("\"t\\u0001\\\"\"");
  }

  @Test
  void decode_unknownFields_goToExtraSorted() throws IOException {
    Row row =
        row(
            "{\"zeta\": 18446744073709551616.50, \"id\":1, \"meta\": {\"y\": [1, 2], \"x\": null},"
                + "\"alpha\":null,"
                + REST);

    assertThat(row.extra())
        .contains(
            "{\"alpha\":null,\"meta\":{\"y\":[1,2],\"x\":null},\"zeta\":18446744073709551616.50}");
    assertThat(decoder.unknownFields()).isEqualTo(Set.of("alpha", "meta", "zeta"));
  }

  @Test
  void decode_rowAfterARowWithExtra_hasNone() throws IOException {
    decode("[{\"id\":1,\"new\":1," + REST + ",{\"id\":2," + REST + "]");

    assertThat(collected.rows.get(0).extra()).contains("{\"new\":1}");
    assertThat(collected.rows.get(1).extra()).isEmpty();
  }

  @Test
  void decode_logoThatTheSchemaLacks_isCutToo() throws IOException {
    decoder = decoder(Types.ORG);

    assertThat(row("{\"id\":1,\"logo\":\"http://testserver/m/a\\\"b.png\"}").extra())
        .contains("{\"logo\":\"a\\\"b.png\"}");
    assertThat(row("{\"id\":1,\"logo\":null}").extra()).contains("{\"logo\":null}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"asn\": \"65000\"| asn is text, expected integer",
        "\"asn\": 1.0| asn is a fraction, expected integer",
        "\"asn\": 1e3| asn is a fraction, expected integer",
        "\"asn\": 9223372036854775808| asn is a whole number past 64 bits, expected integer",
        "\"asn\": -9223372036854775809| asn is a whole number past 64 bits, expected integer",
        "\"asn\": null| asn is null, expected integer",
        "\"asn\": true| asn is a boolean, expected integer",
        "\"asn\": {\"a\":[1]}| asn is an object, expected integer",
        "\"asn\": [[1],{}]| asn is an array, expected integer",
        "\"name\": 7| name is a whole number, expected text",
        "\"name\": \"a\\ud800b\"| name is text with a lone surrogate, expected text",
        "\"name\": \"\\udf0a\\ud83c\"| name is text with a lone surrogate, expected text",
        "\"latitude\": 1e999| latitude is a number past a double's range, expected real?",
        "\"latitude\": \"1\"| latitude is text, expected real?",
        "\"ipv6\": 1| ipv6 is a whole number, expected boolean",
        "\"ipv6\": \"true\"| ipv6 is text, expected boolean",
        "\"social\": null| social is null, expected json",
        "\"social\": [\"\\ud800\"]| social is text with a lone surrogate, expected json",
        "\"other\": \"\\udc00\"| other is text with a lone surrogate, expected what can be stored",
      })
  void decode_valueThatDoesNotFit_isUndecodable(String field, String reason) throws IOException {
    String json = "{\"id\":5," + field + "," + REST;

    decode("[" + json + "]");

    assertThat(collected.rows).isEmpty();
    assertThat(collected.undecodable)
        .containsExactly(undecodable(5, reason, json.replace(": ", ":")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2026-02-30T00:00:00Z",
        "2026-04-16T08:30:00",
        "2026-04-16T24:30:00Z",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        ""
      })
  void decode_instantThatIsNone_isUndecodable(String text) throws IOException {
    String json = "{\"id\":5,\"status\":\"ok\",\"updated\":\"" + text + "\"}";

    decode("[" + json + "]");

    assertThat(collected.undecodable)
        .containsExactly(
            undecodable(
                5, "updated is text that is no point in time, expected instant(seconds)", json));
  }

  @Test
  void decode_instantInTheFuture_isARow() throws IOException {
    assertThat(row("{\"id\":1,\"updated\":\"9999-12-31T23:59:59Z\"}").value("updated"))
        .isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
  }

  @Test
  void decode_manyProblems_areAllNamed() throws IOException {
    decode("[{\"asn\": 1.5, \"name\": null, \"updated\": 1769601595}]");

    assertThat(collected.undecodable)
        .containsExactly(
            new Undecodable(
                Types.NET,
                Optional.empty(),
                "id is missing, expected integer; asn is a fraction, expected integer; name is"
                    + " null, expected text; updated is a whole number, expected instant(seconds)",
                "{\"asn\":1.5,\"name\":null,\"updated\":1769601595}"));
  }

  @Test
  void decode_keyNull_isUndecodableWithoutKey() throws IOException {
    decode("[{\"id\":null," + REST + "]");

    assertThat(collected.undecodable.get(0).key()).isEmpty();
    assertThat(collected.undecodable.get(0).reason()).isEqualTo("id is null, expected integer");
  }

  @Test
  void decode_versionMissing_isUndecodable() throws IOException {
    decode("[{\"id\":1}]");

    assertThat(collected.undecodable)
        .containsExactly(
            undecodable(1, "updated is missing, expected instant(seconds)", "{\"id\":1}"));
  }

  @Test
  void decode_compositeKey_isReadFromUndecodableToo() throws IOException {
    EntityType type =
        EntityType.named("port")
            .key("device", "name")
            .integer("device", "mtu")
            .text("name")
            .build();
    decoder = decoder(type);

    decode("[{\"name\":\"eth0\",\"mtu\":\"x\",\"device\":3}]");

    assertThat(collected.undecodable.get(0).key()).contains(RowKey.of(3L, "eth0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null| it is null, expected an object",
        "[1, [2]]| it is an array, expected an object",
        "\"a \\\" b\"| it is text, expected an object",
        "-12.50e3| it is a fraction, expected an object",
        "false| it is a boolean, expected an object",
      })
  void decode_elementThatIsNoObject_isUndecodable(String element, String reason)
      throws IOException {
    decode("[ " + element + " , {\"id\":1," + REST + "]");

    assertThat(collected.undecodable)
        .containsExactly(
            new Undecodable(
                Types.NET,
                Optional.empty(),
                reason,
                element.startsWith("[") ? "[1,[2]]" : element));
    assertThat(collected.rows).hasSize(1);
  }

  @Test
  void decode_undecodableRow_isKeptExactlyAsItCame() throws IOException {
    String row =
        "{\"id\":1,\"x\":1.50E+5,\"a\":\"\\u00e9 \\ud800 \\\\\",\"a\":\"🌊 \\\" }\",\"asn\":00}";
    String wellFormed = row.replace("00}", "\"\"}");

    decode("[\n " + wellFormed.replace(",\"", " ,\n\t\"") + "\r\n]");

    assertThat(collected.undecodable.get(0).json()).isEqualTo(wellFormed);
  }

  @Test
  void decode_bytesInDribs_changesNothing() throws IOException {
    StringBuilder list = new StringBuilder("[");
    for (int i = 1; i <= 400; i++) {
      list.append(
              "{\"id\":%d,\"name\":\"%s\",\"asn\":%s,"
                  .formatted(i, "🌊é".repeat(i), i % 2 == 0 ? "1" : "\"x\""))
          .append(REST)
          .append(i % 5 == 0 ? ",12345678901234567890" : "")
          .append(i == 400 ? "]" : ", ");
    }

    read(new Dribs(list.toString().getBytes(StandardCharsets.UTF_8)));

    assertThat(collected.rows).hasSize(200);
    assertThat(collected.rows.get(199).value("name")).isEqualTo("🌊é".repeat(400));
    assertThat(collected.undecodable).hasSize(280);
    assertThat(collected.undecodable)
        .filteredOn(row -> row.key().isPresent())
        .allSatisfy(
            row -> {
              String id = row.key().orElseThrow().text();
              assertThat(row.json())
                  .isEqualTo(
                      "{\"id\":%s,\"name\":\"%s\",\"asn\":\"x\",%s"
                          .formatted(id, "🌊é".repeat(Integer.parseInt(id)), REST));
            });
    assertThat(collected.undecodable)
        .filteredOn(row -> row.key().isEmpty())
        .allSatisfy(row -> assertThat(row.json()).isEqualTo("12345678901234567890"));
  }

  @Test
  void decode_longText_isNotCutByTheParser() throws IOException {
    String text = "x".repeat(21_000_000);

    assertThat(row("{\"id\":1,\"name\":\"" + text + "\"," + REST).value("name")).isEqualTo(text);
  }

  @Test
  void decode_nestedTooDeep_isALimit() {
    String deep = "[{\"id\":1,\"social\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}]";

    assertThatThrownBy(() -> decode(deep)).isInstanceOf(StreamConstraintsException.class);
  }

  private static RowDecoder decoder(EntityType type) {
    return new RowDecoder(type, new PeeringDbDialect(Duration.ofSeconds(5)));
  }

  private static Undecodable undecodable(long id, String reason, String json) {
    return new Undecodable(Types.NET, Optional.of(RowKey.of(id)), reason, json);
  }

  private Row row(String json) throws IOException {
    collected.rows.clear();
    decode("[" + json + "]");
    assertThat(collected.undecodable).isEmpty();
    return collected.rows.get(0);
  }

  private void decode(String list) throws IOException {
    read(new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8)));
  }

  private void read(InputStream in) throws IOException {
    try (Tape tape = new Tape(in);
        JsonParser parser = JsonText.parser(tape)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        decoder.decode(parser, tape, collected);
      }
    }
  }

  /** Gives its bytes in pieces of changing, mostly tiny size. */
  private static final class Dribs extends FilterInputStream {

    private int turn;

    Dribs(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return super.read(into, offset, Math.min(length, 1 + turn++ % 17));
    }
  }
}
