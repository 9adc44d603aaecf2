package dev.tidemark.core.snapshot;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** What the platform does with keys of Ed25519. */
final class Ed25519 {

  static final String ALGORITHM = "Ed25519";

  private static final int KEY_DIGITS = 16;
  private static final int SIGNATURE_BYTES = 64;

  private Ed25519() {}

  /**
   * @throws IllegalArgumentException if it is no such key; the message holds nothing of it
   */
  static PrivateKey privateKey(byte[] pkcs8) {
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "expected a private key of Ed25519 in PKCS#8, found something else", e);
    }
  }

  /**
   * @throws IllegalArgumentException if it is no such key
   */
  static PublicKey publicKey(byte[] x509) {
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "expected a public key of Ed25519 in X.509, found something else", e);
    }
  }

  /** What a key is called: the first 16 hex digits of the SHA-256 of its encoding. */
  static String id(PublicKey key) {
    return Sha256.of(key.getEncoded()).substring(0, KEY_DIGITS);
  }

  static byte[] sign(PrivateKey key, byte[] text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform of 17 or later has Ed25519", e);
    }
  }

  /** Java looks at the first 64 bytes of a longer value and takes it; here it is none. */
  static boolean verify(PublicKey key, byte[] text, byte[] value) {
    if (value.length != SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(text);
      return signature.verify(value);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform of 17 or later has Ed25519", e);
    }
  }
}
