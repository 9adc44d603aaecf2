package dev.tidemark.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.core.snapshot.SignedManifest.Signature;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SigningTest {

  /** Made with {@code openssl genpkey -algorithm ed25519}; it signs nothing but this. */
  private static final String FOREIGN_SECRET =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIMdkrpvcgzaxHYdoo8YmvmIMRHgKJAJdf4qhertg87AR
      -----END PRIVATE KEY-----
      """;

  private static final String FOREIGN_PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEA1c48IMR6QQDaB8RjNA8beXllLtNIvF9/tQdezgPy+FQ=
      -----END PUBLIC KEY-----
      """;

  private static final SigningKeys KEYS = SigningKeys.generate();
  private static final SigningKeys OTHERS = SigningKeys.generate();
  private static final TrustedKeys TRUSTED = TrustedKeys.of(List.of(KEYS.trusted()));
  private static final SnapshotManifest MANIFEST = manifest(17);

  private final ManifestSigner signer = ManifestSigner.of(KEYS.signing());

  @Test
  void verify_manifestThatATrustedKeySigned_isTaken() {
    SignedManifest signed = signer.sign(MANIFEST);

    assertThat(signed.manifest()).isEqualTo(MANIFEST);
    assertThat(TRUSTED.verify(signed)).isTrue();
    assertThat(TRUSTED.verify(ManifestText.parseSigned(ManifestText.format(signed)))).isTrue();
  }

  @Test
  void verify_keyOfAnotherTool_isTaken() {
    SignedManifest signed =
        ManifestSigner.of("A remark.\n" + FOREIGN_SECRET + FOREIGN_PUBLIC).sign(MANIFEST);

    assertThat(TrustedKeys.of(List.of(FOREIGN_PUBLIC)).verify(signed)).isTrue();
    assertThat(TRUSTED.verify(signed)).isFalse();
  }

  @Test
  void verify_severalKeysInOneText_areAllTrusted() {
    TrustedKeys both = TrustedKeys.of(List.of(OTHERS.trusted() + "\n" + KEYS.trusted()));

    assertThat(both.keys()).containsExactlyInAnyOrder(KEYS.key(), OTHERS.key());
    assertThat(both.verify(signer.sign(MANIFEST))).isTrue();
    assertThat(both.verify(ManifestSigner.of(OTHERS.signing()).sign(MANIFEST))).isTrue();
  }

  @Test
  void objection_notSigned_saysSo() {
    assertThat(TRUSTED.objection(SignedManifest.unsigned(MANIFEST)))
        .contains("it is not signed, and only what a trusted key signed is taken here");
  }

  @Test
  void objection_otherKey_namesIt() {
    assertThat(TRUSTED.objection(ManifestSigner.of(OTHERS.signing()).sign(MANIFEST)))
        .contains(
            "it is signed with the key \"%s\", which is not trusted here".formatted(OTHERS.key()));
  }

  @Test
  void objection_otherManifest_saysSo() {
    SignedManifest moved = new SignedManifest(manifest(18), signer.sign(MANIFEST).signature());

    assertThat(TRUSTED.objection(moved))
        .contains("its signature is not that of the key " + KEYS.key());
  }

  @Test
  void objection_signatureThatIsNone_isOne() {
    String right = signer.sign(MANIFEST).signature().orElseThrow().value();

    for (String odd :
        List.of(
            "", "x", "00", right + "00", right.substring(2), "0".repeat(128), "f".repeat(128))) {
      SignedManifest signed =
          new SignedManifest(MANIFEST, Optional.of(new Signature(KEYS.key(), odd)));
      assertThat(TRUSTED.objection(signed)).isPresent();
    }
  }

  @Test
  void key_isTheBeginningOfTheHashOfThePublicKey() {
    assertThat(signer.key()).isEqualTo(KEYS.key()).matches("[0-9a-f]{16}");
    assertThat(TRUSTED.keys()).containsExactly(KEYS.key());
    assertThat(KEYS.key()).isNotEqualTo(OTHERS.key());
  }

  @Test
  void toString_ofNewKeys_holdsNoSecret() {
    assertThat(KEYS).hasToString("SigningKeys[" + KEYS.key() + "]");
  }

  @Test
  void signer_keysThatAreNoPair_areRefused() {
    String secret = KEYS.signing().replace(KEYS.trusted(), "");

    assertThatThrownBy(() -> ManifestSigner.of(secret + OTHERS.trusted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("signing key: the PUBLIC KEY does not belong to the PRIVATE KEY");
    assertThatThrownBy(() -> ManifestSigner.of(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("belongs to it, found PRIVATE KEY");
    assertThatThrownBy(() -> ManifestSigner.of(KEYS.trusted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("belongs to it, found PUBLIC KEY");
  }

  @Test
  void signer_anythingElse_isRefusedWithoutSayingWhatItWas() throws Exception {
    String foreign =
        Pem.write(
            Pem.PRIVATE,
            KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate().getEncoded());

    assertThatThrownBy(() -> ManifestSigner.of("hunter2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("signing key: expected PEM text with a block -----BEGIN ...-----, found none");
    assertThatThrownBy(() -> ManifestSigner.of(foreign + KEYS.trusted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a private key of Ed25519 in PKCS#8, found something else");
  }

  @Test
  void trusted_privateOrForeignOrNoKeys_areRefused() {
    assertThatThrownBy(() -> TrustedKeys.of(List.of(KEYS.signing())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "trusted key: expected a block PUBLIC KEY, found PRIVATE KEY; a private key stays where it was made");
    assertThatThrownBy(() -> TrustedKeys.of(List.of(Pem.write(Pem.PUBLIC, new byte[] {1, 2}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a public key of Ed25519 in X.509, found something else");
    assertThatThrownBy(() -> TrustedKeys.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trusted keys: expected one key at least, found none");
  }

  @Test
  void pem_base64ThatIsNone_isRefused() {
    assertThatThrownBy(
            () ->
                TrustedKeys.of(
                    List.of("-----BEGIN PUBLIC KEY-----\nA\n-----END PUBLIC KEY-----\n")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SnapshotManifest manifest(long sequence) {
    return new SnapshotManifest(
        "public",
        new SnapshotVersion(1, sequence),
        Instant.parse("2026-04-16T08:30:00Z"),
        4_096,
        "a".repeat(64),
        Optional.empty());
  }
}
