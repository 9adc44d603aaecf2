package dev.tidemark.testkit.snapshot.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.snapshot.ManifestSigner;
import dev.tidemark.core.snapshot.ManifestText;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SigningKeys;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.TrustedKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

final class ManifestPropertiesTest {

  private static final long LAST_MILLISECOND = 253_402_300_799_999L; // 9999-12-31T23:59:59.999Z
  private static final SigningKeys KEYS = SigningKeys.generate();
  private static final ManifestSigner SIGNER = ManifestSigner.of(KEYS.signing());
  private static final TrustedKeys TRUSTED = TrustedKeys.of(List.of(KEYS.trusted()));

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void parse_ofFormat_isTheSame(@ForAll("manifests") SnapshotManifest manifest) {
    String text = ManifestText.format(manifest);

    assertThat(ManifestText.parse(text)).isEqualTo(manifest);
    assertThat(ManifestText.parseSigned(text)).isEqualTo(SignedManifest.unsigned(manifest));
    assertThat(text.length()).isLessThan(ManifestText.LONGEST - 200);
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void sign_anyManifest_isVerifiedAndFitsTheWire(@ForAll("manifests") SnapshotManifest manifest) {
    SignedManifest signed = SIGNER.sign(manifest);
    String text = ManifestText.format(signed);

    assertThat(TRUSTED.verify(ManifestText.parseSigned(text))).isTrue();
    assertThat(text.length()).isLessThanOrEqualTo(ManifestText.LONGEST);
    assertThat(text.chars()).allMatch(each -> each == '\n' || each >= ' ' && each <= '~');
  }

  /** Damaged text is refused, or is the one text of another manifest, which nobody has signed. */
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void parseSigned_damagedText_isRefusedOrNotVerified(
      @ForAll("manifests") SnapshotManifest manifest, @ForAll("damages") Damage damage) {
    String text = ManifestText.format(SIGNER.sign(manifest));
    String damaged = damage.in(text);
    try {
      SignedManifest read = ManifestText.parseSigned(damaged);

      assertThat(ManifestText.format(read)).isEqualTo(damaged);
      assertThat(TRUSTED.verify(read)).isEqualTo(damaged.equals(text));
    } catch (IllegalArgumentException refused) {
      assertThat(damaged).isNotEqualTo(text);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void parseSigned_anyText_isRefused(@ForAll String text) {
    try {
      assertThat(ManifestText.parseSigned(text)).as(text).isNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).hasSizeLessThan(500);
    }
  }

  /**
   * What happens to a text: some of it is replaced.
   *
   * @param at where, as a part of a thousand of its length
   */
  private record Damage(int at, int removed, String put) {

    String in(String text) {
      int from = text.length() * at / 1_000;
      int to = Math.min(text.length(), from + removed);
      return text.substring(0, from) + put + text.substring(to);
    }
  }

  @Provide
  Arbitrary<Damage> damages() {
    Arbitrary<String> put =
        Arbitraries.strings().withChars("0123456789abcdef-=:\n\r AZé\0").ofMaxLength(3);
    return Combinators.combine(
            Arbitraries.integers().between(0, 1_000),
            Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.integers().between(0, 2)),
                Tuple.of(1, Arbitraries.integers().between(0, 1_000))),
            put)
        .as(Damage::new);
  }

  @Provide
  Arbitrary<SnapshotManifest> manifests() {
    Arbitrary<String> names =
        Arbitraries.strings().withCharRange('a', 'z').numeric().withChars('-').ofMaxLength(39);
    return Combinators.combine(
            names.map(rest -> "a" + rest),
            Combinators.combine(numbers(), numbers()).as(SnapshotVersion::new),
            Arbitraries.longs().between(0, LAST_MILLISECOND).map(Instant::ofEpochMilli),
            numbers(),
            hashes(),
            provenances().optional())
        .as(SnapshotManifest::new);
  }

  private static Arbitrary<Provenance> provenances() {
    Arbitrary<Optional<Position>> positions = numbers().map(Position::new).optional();
    return Combinators.combine(hashes(), hashes(), hashes(), positions).as(Provenance::new);
  }

  private static Arbitrary<Long> numbers() {
    return Arbitraries.longs().greaterOrEqual(0);
  }

  private static Arbitrary<String> hashes() {
    return Arbitraries.longs().map(seed -> "%016x".formatted(seed).repeat(4));
  }
}
