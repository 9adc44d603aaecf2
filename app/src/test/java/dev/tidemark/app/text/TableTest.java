package dev.tidemark.app.text;

import static dev.tidemark.app.text.Table.Column.left;
import static dev.tidemark.app.text.Table.Column.right;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TableTest {

  @Test
  void lines_textAndNumbers_areLinedUp() {
    Table table =
        Table.of(left("type"), right("rows"), left("state"))
            .row("org", 33_528, "ok")
            .row("netixlan", 7, "");

    assertThat(table.lines())
        .containsExactly(
            "type        rows  state", //
            "org       33,528  ok",
            "netixlan       7");
  }

  @Test
  void lines_charactersBeyondSixteenBits_countOnce() {
    Table table =
        Table.of(left("name"), left("x"))
            .row("\uD83D\uDE80\uD83D\uDE80\uD83D\uDE80\uD83D\uDE80\uD83D\uDE80", 1);

    assertThat(table.lines())
        .containsExactly(
            "name   x", "\uD83D\uDE80\uD83D\uDE80\uD83D\uDE80\uD83D\uDE80\uD83D\uDE80  1");
  }

  @Test
  void lines_controlCharacters_cannotMoveTheCursor() {
    assertThat(Table.of(left("a")).row("x\u001b[2J\ny").lines()).containsExactly("a", "x [2J y");
  }

  @Test
  void row_wrongNumberOfCells_isABug() {
    assertThatThrownBy(() -> Table.of(left("a")).row(1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 1 cells, found 2");
  }
}
