package dev.tidemark.core.snapshot;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.schema.Precision;
import dev.tidemark.core.snapshot.SignedManifest.Signature;
import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Manifests as text, on the wire and beside their files: lines of ASCII in this order, each with a
 * line feed at its end. A manifest has one text and no other, so that whoever passes it on passes
 * on what was signed.
 *
 * <pre>
 * tidemark-snapshot 1
 * name=public
 * version=1764547200000-17
 * built=2026-04-16T08:30:00.123Z
 * size=94371840
 * file-hash=64 hex digits
 * spec-hash=64 hex digits        # this and what follows only with a provenance
 * schema-hash=64 hex digits
 * content-hash=64 hex digits
 * position=4711                  # or none
 * signature=KEY:128 hex digits   # only of a signed one, and not part of what is signed
 * </pre>
 */
public final class ManifestText {

  /** No text is longer, with its signature; each character is a byte. */
  public static final int LONGEST = 1_024;

  private static final String NONE = "none";
  private static final Pattern SIGNATURE = Pattern.compile("([0-9a-f]{16}):([0-9a-f]{128})");

  private ManifestText() {}

  /**
   * The text that is signed.
   *
   * @throws IllegalArgumentException if a hash or the name is none, or the time has a finer part
   *     than a millisecond
   */
  public static String format(SnapshotManifest manifest) {
    StringBuilder text = new StringBuilder(ManifestLines.HEAD).append('\n');
    line(text, "name", name(manifest.name()));
    line(text, "version", manifest.version().toString());
    line(text, "built", built(manifest));
    line(text, "size", Long.toString(size(manifest.size())));
    line(text, "file-hash", hash("file-hash", manifest.fileHash()));
    manifest.provenance().ifPresent(provenance -> append(text, provenance));
    return text.toString();
  }

  /** What a signature covers. */
  static byte[] bytes(SnapshotManifest manifest) {
    return format(manifest).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The text with the signature, if there is one.
   *
   * @throws IllegalArgumentException as {@link #format(SnapshotManifest)}, and if the signature is
   *     none
   */
  public static String format(SignedManifest signed) {
    StringBuilder text = new StringBuilder(format(signed.manifest()));
    signed
        .signature()
        .map(signature -> signature.key() + ":" + signature.value())
        .ifPresent(value -> line(text, "signature", signature(value)));
    return text.toString();
  }

  /**
   * The manifest with this text.
   *
   * @throws IllegalArgumentException if it is not exactly such a text; nothing was verified
   *     otherwise
   */
  public static SnapshotManifest parse(String text) {
    ManifestLines lines = ManifestLines.of(text);
    SnapshotManifest manifest = manifest(lines);
    lines.end();
    return requireOneForm(manifest, text);
  }

  /**
   * The manifest with this text, and the signature that it may have.
   *
   * @throws IllegalArgumentException if it is not exactly such a text; whether the signature is
   *     right is not looked at
   */
  public static SignedManifest parseSigned(String text) {
    ManifestLines lines = ManifestLines.of(text);
    SnapshotManifest manifest = manifest(lines);
    Optional<Signature> signature = lines.optional("signature").map(ManifestText::parseSignature);
    lines.end();
    int signed = text.length() - lines.length("signature");
    requireOneForm(manifest, text.substring(0, signed));
    return new SignedManifest(manifest, signature);
  }

  private static SnapshotManifest manifest(ManifestLines lines) {
    return new SnapshotManifest(
        name(lines.required("name")),
        SnapshotVersion.parse(lines.required("version")),
        ManifestLines.instant("built", lines.required("built")),
        ManifestLines.number("size", lines.required("size")),
        hash("file-hash", lines.required("file-hash")),
        lines.optional("spec-hash").map(specHash -> provenance(specHash, lines)));
  }

  private static Provenance provenance(String specHash, ManifestLines lines) {
    return new Provenance(
        hash("spec-hash", specHash),
        hash("schema-hash", lines.required("schema-hash")),
        hash("content-hash", lines.required("content-hash")),
        position(lines.required("position")));
  }

  private static Optional<Position> position(String value) {
    return value.equals(NONE)
        ? Optional.empty()
        : Optional.of(new Position(ManifestLines.number("position", value)));
  }

  /** Numbers and times can be written in several ways; a manifest has one text alone. */
  private static SnapshotManifest requireOneForm(SnapshotManifest manifest, String text) {
    if (!format(manifest).equals(text)) {
      throw new IllegalArgumentException(
          "expected a snapshot manifest as it is written here, with each number and time in one"
              + " form; it is "
              + manifest.version()
              + " of "
              + manifest.name());
    }
    return manifest;
  }

  private static void append(StringBuilder text, Provenance provenance) {
    line(text, "spec-hash", hash("spec-hash", provenance.specHash()));
    line(text, "schema-hash", hash("schema-hash", provenance.schemaHash()));
    line(text, "content-hash", hash("content-hash", provenance.contentHash()));
    line(text, "position", provenance.position().map(Position::toString).orElse(NONE));
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append('=').append(value).append('\n');
  }

  private static String name(String name) {
    if (!SnapshotSpec.isName(name)) {
      throw new IllegalArgumentException(
          "name: expected a name such as public, found " + ManifestLines.shown(name));
    }
    return name;
  }

  private static String built(SnapshotManifest manifest) {
    if (!Precision.MILLIS.cut(manifest.built()).equals(manifest.built())) {
      throw new IllegalArgumentException(
          "built: expected a time to the millisecond, found " + manifest.built());
    }
    return Precision.MILLIS.format(manifest.built());
  }

  private static long size(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size: expected 0 or more bytes, found " + size);
    }
    return size;
  }

  private static String hash(String key, String hash) {
    if (!Sha256.isHash(hash)) {
      throw new IllegalArgumentException(
          key + ": expected 64 hex digits in small letters, found " + ManifestLines.shown(hash));
    }
    return hash;
  }

  private static String signature(String value) {
    parseSignature(value);
    return value;
  }

  private static Signature parseSignature(String value) {
    var found = SIGNATURE.matcher(value);
    if (!found.matches()) {
      throw new IllegalArgumentException(
          "signature: expected 16 hex digits, a colon and 128 hex digits, found "
              + ManifestLines.shown(value));
    }
    return new Signature(found.group(1), found.group(2));
  }
}
