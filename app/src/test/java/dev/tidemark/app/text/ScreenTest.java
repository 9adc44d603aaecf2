package dev.tidemark.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScreenTest {

  private final Screen rich = new Screen(100, true);

  @Test
  void bar_plain_isOfMarksAlone() {
    assertThat(Screen.PLAIN.bar(50, 100, 10)).isEqualTo("#####");
    assertThat(Screen.PLAIN.bar(100, 100, 10)).isEqualTo("##########");
    assertThat(Screen.PLAIN.dots()).isEqualTo("...");
  }

  @Test
  void bar_rich_isExactToAnEighth() {
    assertThat(rich.bar(100, 100, 3)).isEqualTo("\u001b[36m███\u001b[0m");
    assertThat(rich.bar(50, 100, 3)).isEqualTo("\u001b[36m█▌\u001b[0m");
    assertThat(rich.bar(1, 24, 3)).isEqualTo("\u001b[36m▏\u001b[0m");
    assertThat(rich.dots()).isEqualTo("…");
  }

  @Test
  void bar_small_canBeSeen_andNothingIsNothing() {
    assertThat(Screen.PLAIN.bar(1, 1_000_000, 10)).isEqualTo("#");
    assertThat(rich.bar(1, 1_000_000, 10)).contains("▏");
    assertThat(Screen.PLAIN.bar(0, 10, 10)).isEmpty();
    assertThat(Screen.PLAIN.bar(-5, 10, 10)).isEmpty();
    assertThat(Screen.PLAIN.bar(0, 0, 10)).isEmpty();
  }

  @Test
  void width_narrow_leavesRoomForABar() {
    assertThat(new Screen(3, true).width()).isEqualTo(40);
  }
}
