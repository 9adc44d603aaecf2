package dev.tidemark.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SyncTokenTest {

  @Test
  void admits_theSameAndNothingElse() {
    SyncToken token = new SyncToken("open-sesame");

    assertThat(token.admits("open-sesame")).isTrue();
    assertThat(token.admits("open-sesam")).isFalse();
    assertThat(token.admits("open-sesamf")).isFalse();
    assertThat(token.admits("open-sesame ")).isFalse();
    assertThat(token.admits("")).isFalse();
  }

  @Test
  void admits_none_admitsNobody() {
    assertThat(SyncToken.none().admits("")).isFalse();
    assertThat(SyncToken.none().isSet()).isFalse();
  }

  @Test
  void toString_secret_isMasked() {
    assertThat(new SyncToken("open-sesame")).hasToString("***");
  }

  @Test
  void new_blanks_areRefusedAndNotRepeated() {
    assertThatThrownBy(() -> new SyncToken("open sesame"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the token has blanks or characters that no header can carry");
  }
}
