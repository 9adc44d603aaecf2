package dev.tidemark.testkit.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.mirror.RowDigest;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.schema.Row;
import dev.tidemark.testkit.contract.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RowDigestTest {

  private static final EntityType REAL =
      EntityType.named("real").key("id").integer("id").real("x").nullable("x").build();

  /** Few letters, so that what differs looks alike. */
  private static final EntityType TEXTS =
      EntityType.named("texts").key("id").integer("id").text("a", "b").nullable("a", "b").build();

  @Test
  void encode_everyType_isItsPlainText() {
    Row row =
        Row.builder(Sample.EVERY)
            .set(0, -42L)
            .set(1, Long.MIN_VALUE)
            .set(2, 52.37)
            .set(3, "a,€😀")
            .set(4, true)
            .set(5, "{\"b\": [1]}")
            .set(6, Instant.parse("2026-04-16T08:30:00Z"))
            .set(7, Instant.parse("2026-04-16T08:30:00.120Z"))
            .set(8, Instant.parse("2026-04-16T08:30:00.000001Z"))
            .set(9, Instant.parse("2026-04-16T08:30:00.123456789Z"))
            .extra("{\"x\":1}")
            .vanishedAt(Instant.parse("2026-05-01T00:00:00.5Z"))
            .buildStored();

    assertThat(text(row))
        .isEqualTo(
            "-42,-9223372036854775808,52.37,9,a,€😀,1,10,{\"b\": [1]},2026-04-16 08:30:00.000000,"
                + "2026-04-16 08:30:00.120000,2026-04-16 08:30:00.000001,"
                + "2026-04-16 08:30:00.123456,7,{\"x\":1},-,,2026-05-01 00:00:00.500000");
  }

  @Test
  void encode_nullsMissingAndFalse_areToldApart() {
    Row row =
        Row.builder(Sample.EVERY).set(0, 1L).set(1, null).set(3, "").set(4, false).buildStored();

    assertThat(text(row))
        .isEqualTo(
            "1,-,-,0,,0,-,,-,-,-,-,-,,51,[\"real\",\"json\",\"seconds\",\"millis\",\"micros\","
                + "\"nanos\"],-");
  }

  @Test
  void hash_isTheFirstHalfOfTheFirstHalfOfSha256() throws Exception {
    Row row = Sample.word("a", "b");

    byte[] sha =
        MessageDigest.getInstance("SHA-256")
            .digest("1,a,1,b,-,,-,,-".getBytes(StandardCharsets.UTF_8));

    assertThat(text(row)).isEqualTo("1,a,1,b,-,,-,,-");
    assertThat(RowDigest.of(Sample.WORD).hash(row)).isEqualTo(ByteBuffer.wrap(sha).getLong());
  }

  @Test
  void digest_ofRows_dependsOnNoOrderAndOnEachOfThem() {
    Digest one = Digest.EMPTY.plus(3).plus(-5);

    assertThat(one).isEqualTo(Digest.EMPTY.plus(-5).plus(3)).isEqualTo(new Digest(2, -2));
    assertThat(one.plus(Digest.EMPTY.plus(Long.MAX_VALUE)).plus(Digest.EMPTY.plus(9)).text())
        .isEqualTo("4:8000000000000006");
    assertThat(Digest.EMPTY.text()).isEqualTo("0:0000000000000000");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, 0",
    "1.0, 1",
    "-1.5, -1.5",
    "52.37, 52.37",
    "100.0, 100",
    "0.1, 0.1",
    "0.00001, 0.00001",
    "1e14, 100000000000000",
    "1e15, 1e15",
    "-1e15, -1e15",
    "123456789012345.0, 123456789012345",
    "1234567890123456.8, 1234567890123456.8",
    "12345678901234568.0, 1.2345678901234568e16",
    "9007199254740993.0, 9.007199254740992e15",
    "1e22, 1e22",
    "1e23, 1e23",
    "2e-3, 0.002",
    "2.0E-14, 0.00000000000002",
    "5.684341886080802E-14, 0.00000000000005684341886080802",
    "5e-15, 0.000000000000005",
    "5e-16, 5e-16",
    "7.120236347223045e-307, 7.120236347223045e-307",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "4.9e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e308",
    "2.0e-323, 2e-323"
  })
  void encode_reals_areAsTheServersHaveThem(double value, String expected) {
    assertThat(real(value)).isEqualTo(expected);
  }

  @Test
  void encode_twoToTheMinus44_isPlain() {
    assertThat(real(Math.scalb(1.0, -44))).isEqualTo("0.00000000000005684341886080802");
  }

  @Property
  void encode_anyReal_meansThatRealAndIsShort(@ForAll long bits) {
    double value = Double.longBitsToDouble(bits);
    Assume.that(Double.isFinite(value));

    String text = real(value);

    assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
    assertThat(text.replaceAll("e.*|[.-]", "").replaceAll("^0+|0+$", "").length())
        .isLessThanOrEqualTo(17);
    assertThat(text.length()).isLessThanOrEqualTo(Double.toString(value).length() + 18);
  }

  @Property
  void encode_rowsThatDiffer_differ(@ForAll("texts") Row one, @ForAll("texts") Row other) {
    assertThat(Arrays.equals(encode(one), encode(other))).isEqualTo(one.equals(other));
  }

  @Property
  void encode_anyText_countsItsBytes(@ForAll("anyText") String value) {
    Row row = Row.builder(Sample.WORD).set(0, value).set(1, "").buildStored();

    assertThat(text(row))
        .isEqualTo(value.getBytes(StandardCharsets.UTF_8).length + "," + value + ",0,,-,,-,,-");
  }

  @Provide
  Arbitrary<String> anyText() {
    return Arbitraries.strings()
        .all()
        .filter(text -> text.chars().noneMatch(unit -> Character.isSurrogate((char) unit)))
        .map(
            text -> text + new String(Character.toChars(0x1F600 + text.length())) + "\u07ff\u0800");
  }

  @Provide
  Arbitrary<Row> texts() {
    Arbitrary<String> some =
        Arbitraries.strings().withChars("1,-\"[]€").ofMaxLength(4).injectNull(0.2);
    return Combinators.combine(some, some, some, Arbitraries.of(0, 1, 2, 3))
        .as(RowDigestTest::texts);
  }

  private static Row texts(
      @Nullable String a, @Nullable String b, @Nullable String extra, int set) {
    Row.Builder row = Row.builder(TEXTS).set(0, 1L);
    if ((set & 1) > 0) {
      row.set(1, a);
    }
    if ((set & 2) > 0) {
      row.set(2, b);
    }
    if (extra != null) {
      row.extra(extra);
    }
    return row.buildStored();
  }

  private static String real(double value) {
    String text = text(Row.builder(REAL).set(0, 1L).set(1, value).buildStored());
    return text.substring("1,".length(), text.length() - ",-,,-,,-".length());
  }

  private static String text(Row row) {
    return new String(encode(row), StandardCharsets.UTF_8);
  }

  private static byte[] encode(Row row) {
    return RowDigest.of(row.type()).encode(row);
  }

  @Test
  void instant_anyPrecision_isSixDigits() {
    assertThat(RowDigest.instant(Instant.parse("0999-01-02T03:04:05.1Z")))
        .isEqualTo("0999-01-02 03:04:05.100000");
    assertThat(Precision.MICROS.format(Instant.EPOCH)).endsWith("000000Z");
  }
}
