package dev.tidemark.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvTest {

  @Test
  void line_plainValues_areAsTheyAre() {
    assertThat(Csv.line(List.of("2026-04-16T10:00:00+02:00", "net", 1_234L, true)))
        .isEqualTo("2026-04-16T10:00:00+02:00,net,1234,true");
  }

  @Test
  void line_whatWouldEndAValue_isQuoted() {
    assertThat(Csv.line(List.of("a,b", "say \"no\"", "one\ntwo", "one\rtwo", " x", "x ")))
        .isEqualTo("\"a,b\",\"say \"\"no\"\"\",\"one\ntwo\",\"one\rtwo\",\" x\",\"x \"");
  }

  @Test
  void line_noValueAndEmptyText_differ() {
    assertThat(Csv.line(Arrays.asList(null, "", null))).isEqualTo(",\"\",");
  }
}
