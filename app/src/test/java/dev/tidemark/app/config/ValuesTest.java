package dev.tidemark.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tidemark.core.sync.SyncPolicy.Atomicity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1KB, 1024",
    "400MB, 419430400",
    "400 MB, 419430400",
    "2GB, 2147483648",
    "999999999GB, 1073741822926258176"
  })
  void size_withItsUnit_isInBytes(String text, long bytes) {
    assertThat(Values.size(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"400", "400M", "400mb", "-1MB", "1.5GB", "MB", "", "00", "9999999999KB"})
  void size_withoutAUnit_saysWhatIsExpected(String text) {
    assertThatThrownBy(() -> Values.size(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a size with a unit, such as 512KB, 400MB or 2GB, or 0, found \"%s\"", text);
  }

  @ParameterizedTest
  @CsvSource({"0%, 0", "5%, 0.05", "0.5 %, 0.005", "100%, 1"})
  void share_percent_isAPartOfOne(String text, double share) {
    assertThat(Values.share(text)).isCloseTo(share, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.05", "5", "101%", "-5%", "100.1%", "%", ""})
  void share_noPercentOrTooMany_saysWhatIsExpected(String text) {
    assertThatThrownBy(() -> Values.share(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a share from 0%% to 100%%, such as 5%%, found \"%s\"", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1.5", "", "9999999999", "+1"})
  void number_notOne_saysWhatIsExpected(String text) {
    assertThatThrownBy(() -> Values.number(text))
        .hasMessage("expected a number, 0 or more, found \"%s\"", text);
  }

  @Test
  void retention_keepOrADuration_isWhatItSays() {
    assertThat(Values.retention("keep")).isEmpty();
    assertThat(Values.retention(" 90d ")).contains(Duration.ofDays(90));
  }

  @Test
  void retention_anythingElse_saysWhatIsExpected() {
    assertThatThrownBy(() -> Values.retention("for ever"))
        .hasMessage("expected keep, or a duration with a unit, such as 90d, found \"for ever\"");
    assertThatThrownBy(() -> Values.retention("0s"))
        .hasMessage("expected a duration above 0, found \"0s\"");
  }

  @Test
  void atLeast_shorter_saysWhatIsExpected() {
    assertThat(Values.atLeast("10s").apply("10s")).isEqualTo(Duration.ofSeconds(10));
    assertThatThrownBy(() -> Values.atLeast("10s").apply("9999ms"))
        .hasMessage("expected a duration of 10s or more, found \"9999ms\"");
  }

  @Test
  void flag_trueOrFalse_isThat() {
    assertThat(Values.flag("true")).isTrue();
    assertThat(Values.flag("false")).isFalse();
    assertThatThrownBy(() -> Values.flag("yes"))
        .hasMessage("expected true or false, found \"yes\"");
  }

  @Test
  void oneOf_wordsWithHyphens_areTheNames() {
    assertThat(Values.oneOf(Atomicity.class).apply("per-type")).isEqualTo(Atomicity.PER_TYPE);
    assertThatThrownBy(() -> Values.oneOf(Atomicity.class).apply("per_type"))
        .hasMessage("expected cycle or per-type, found \"per_type\"");
  }
}
