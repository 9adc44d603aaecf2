package dev.tidemark.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.snapshot.SignedManifest.Signature;
import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ManifestTextTest {

  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String C = "c".repeat(64);
  private static final String D = "0123456789abcdef".repeat(4);
  private static final SnapshotManifest BARE =
      new SnapshotManifest(
          "public",
          new SnapshotVersion(0, 17),
          Instant.parse("2026-04-16T08:30:00.120Z"),
          94_371_840,
          A,
          Optional.empty());
  private static final SnapshotManifest FULL =
      new SnapshotManifest(
          "public",
          new SnapshotVersion(1_764_547_200_000L, 17),
          BARE.built(),
          BARE.size(),
          A,
          Optional.of(new Provenance(B, C, D, Optional.of(new Position(4_711)))));
  private static final String BARE_TEXT =
      """
      tidemark-snapshot 1
      name=public
      version=0-17
      built=2026-04-16T08:30:00.120Z
      size=94371840
      file-hash=%s
      """
          .formatted(A);
  private static final String FULL_TEXT =
      BARE_TEXT.replace("=0-17", "=1764547200000-17")
          + """
          spec-hash=%s
          schema-hash=%s
          content-hash=%s
          position=4711
          """
              .formatted(B, C, D);
  private static final String SIGNATURE = "0123456789abcdef:" + "f0".repeat(64);

  @Test
  void format_manifest_isThisText() {
    assertThat(ManifestText.format(BARE)).isEqualTo(BARE_TEXT);
    assertThat(ManifestText.format(FULL)).isEqualTo(FULL_TEXT);
  }

  @Test
  void parse_text_isThatManifest() {
    assertThat(ManifestText.parse(BARE_TEXT)).isEqualTo(BARE);
    assertThat(ManifestText.parse(FULL_TEXT)).isEqualTo(FULL);
    assertThat(ManifestText.parse(FULL_TEXT.replace("4711", "none")).provenance().orElseThrow())
        .extracting(Provenance::position)
        .isEqualTo(Optional.empty());
  }

  @Test
  void parseSigned_withAndWithoutSignature_isThatManifest() {
    SignedManifest signed =
        new SignedManifest(FULL, Optional.of(new Signature("0123456789abcdef", "f0".repeat(64))));
    String text = FULL_TEXT + "signature=" + SIGNATURE + "\n";

    assertThat(ManifestText.format(signed)).isEqualTo(text);
    assertThat(ManifestText.parseSigned(text)).isEqualTo(signed);
    assertThat(ManifestText.parseSigned(BARE_TEXT)).isEqualTo(SignedManifest.unsigned(BARE));
    assertThat(ManifestText.format(SignedManifest.unsigned(FULL))).isEqualTo(FULL_TEXT);
  }

  @Test
  void parse_signature_isNoPartOfAManifest() {
    assertRefused(FULL_TEXT + "signature=" + SIGNATURE + "\n", "to end here, found \"signature=");
  }

  @Test
  void parse_otherHead_isRefused() {
    assertRefused("", "begins with \"tidemark-snapshot 1\", found \"\"");
    assertRefused(BARE_TEXT.replace("snapshot 1", "snapshot 2"), "found \"tidemark-snapshot 2\"");
    assertRefused(" " + BARE_TEXT, "begins with");
    assertRefused("\r\u001b[31m", "found \"??[31m\"");
  }

  @Test
  void parse_linesMissingMovedTwiceOrUnknown_areRefused() {
    assertRefused(BARE_TEXT.replace("size=94371840\n", ""), "line size= here, found \"file-hash=");
    assertRefused(BARE_TEXT.replace("size", "sise"), "line size= here, found \"sise=94371840\"");
    assertRefused(BARE_TEXT + "size=1\n", "to end here, found \"size=1\"");
    assertRefused(
        BARE_TEXT.replace("name=public\n", "name=public\nname=public\n"), "line version= here");
    assertRefused(BARE_TEXT + "\n", "to end here, found \"\"");
    assertRefused(BARE_TEXT + "spec-hash=" + B + "\n", "line schema-hash= here, found its end");
    assertRefused(FULL_TEXT.replace("position=4711\n", ""), "line position= here, found its end");
  }

  @Test
  void parse_textCutOff_isRefused() {
    assertRefused(BARE_TEXT.strip(), "it is cut off");
    assertRefused("tidemark-snapshot 1", "it is cut off");
    assertRefused("tidemark-snapshot 1\n", "line name= here, found its end");
  }

  @Test
  void parse_longText_isRefusedUnread() {
    assertRefused(BARE_TEXT + "x".repeat(1_024), "1024 characters at most, found");
  }

  @Test
  void parse_valuesThatAreNone_areRefused() {
    assertRefused(BARE_TEXT.replace("=public", "=../public"), "name: expected a name");
    assertRefused(BARE_TEXT.replace("=public", "=Public"), "name: expected a name");
    assertRefused(BARE_TEXT.replace("0-17", "17"), "expected a snapshot version");
    assertRefused(BARE_TEXT.replace("0-17", "-1-17"), "expected a snapshot version");
    assertRefused(BARE_TEXT.replace("94371840", "-1"), "size: expected 0 or more bytes");
    assertRefused(BARE_TEXT.replace("94371840", "9223372036854775808"), "size: expected a whole");
    assertRefused(BARE_TEXT.replace("2026-04-16T", "2026-04-31T"), "built: expected a time");
    assertRefused(BARE_TEXT.replace(A, A.substring(1)), "file-hash: expected 64 hex digits");
    assertRefused(BARE_TEXT.replace(A, "abc"), "file-hash: expected 64 hex digits");
    assertRefused(
        BARE_TEXT.replace(A, A.toUpperCase(Locale.ROOT)), "file-hash: expected 64 hex digits");
    assertRefused(FULL_TEXT.replace("=" + C, "=x" + C), "schema-hash: expected 64 hex digits");
    assertRefused(FULL_TEXT.replace("4711", "-1"), "a feed position is 0 or more");
    assertRefused(FULL_TEXT.replace("4711", "x"), "position: expected a whole number");
  }

  /** A second text of the same manifest would not be what was signed. */
  @Test
  void parse_valuesInAnotherForm_areRefused() {
    String expected = "with each number and time in one form";

    assertRefused(BARE_TEXT.replace("94371840", "094371840"), expected);
    assertRefused(BARE_TEXT.replace("94371840", "+94371840"), expected);
    assertRefused(BARE_TEXT.replace("0-17", "0-017"), expected);
    assertRefused(BARE_TEXT.replace("08:30:00.120Z", "08:30:00.12Z"), expected);
    assertRefused(BARE_TEXT.replace("08:30:00.120Z", "08:30:00.1200Z"), expected);
    assertRefused(BARE_TEXT.replace("08:30:00.120Z", "08:30:00.1205Z"), expected);
    assertRefused(BARE_TEXT.replace("08:30:00.120Z", "10:30:00.120+02:00"), expected);
  }

  @Test
  void parseSigned_signatureThatIsNone_isRefused() {
    for (String odd :
        new String[] {
          "", "x", SIGNATURE + "0", SIGNATURE.substring(1), SIGNATURE.toUpperCase(Locale.ROOT)
        }) {
      assertThatThrownBy(() -> ManifestText.parseSigned(BARE_TEXT + "signature=" + odd + "\n"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("signature: expected 16 hex digits, a colon and 128 hex digits");
    }
  }

  @Test
  void format_manifestThatHasNoText_isRefused() {
    assertThatThrownBy(() -> ManifestText.format(manifest("a/b", BARE.built(), 1, A)))
        .hasMessageStartingWith("name: expected a name");
    assertThatThrownBy(() -> ManifestText.format(manifest("a", Instant.ofEpochSecond(0, 1), 1, A)))
        .hasMessageStartingWith("built: expected a time to the millisecond");
    assertThatThrownBy(() -> ManifestText.format(manifest("a", BARE.built(), -1, A)))
        .hasMessageStartingWith("size: expected 0 or more bytes");
    assertThatThrownBy(() -> ManifestText.format(manifest("a", BARE.built(), 1, "b\nx=y")))
        .hasMessageStartingWith(
            "file-hash: expected 64 hex digits in small letters, found \"b?x=y");
    assertThatThrownBy(
            () ->
                ManifestText.format(
                    new SignedManifest(BARE, Optional.of(new Signature("key\n", "00")))))
        .hasMessageStartingWith("signature: expected 16 hex digits");
  }

  private static SnapshotManifest manifest(String name, Instant built, long size, String hash) {
    return new SnapshotManifest(
        name, new SnapshotVersion(1, 1), built, size, hash, Optional.empty());
  }

  private static void assertRefused(String text, String because) {
    assertThatThrownBy(() -> ManifestText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(because);
  }
}
