package dev.tidemark.app.report;

import dev.tidemark.app.text.Amounts;
import dev.tidemark.app.text.Json;
import dev.tidemark.app.text.Times;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a snapshot says of itself. */
final class ManifestReport {

  private ManifestReport() {}

  static void print(SnapshotManifest manifest, ZoneId zone, PrintWriter out) {
    line(out, "snapshot", manifest.name());
    line(out, "version", manifest.version());
    line(out, "built", Times.local(manifest.built(), zone));
    line(out, "size", Amounts.bytes(manifest.size()));
    line(out, "file", manifest.fileHash());
    manifest.provenance().ifPresent(made -> print(made, out));
  }

  private static void print(Provenance made, PrintWriter out) {
    line(out, "content", made.contentHash());
    line(out, "schema", made.schemaHash());
    line(out, "specification", made.specHash());
    line(out, "position", made.position().map(at -> Amounts.count(at.value())).orElse("none"));
  }

  static void line(PrintWriter out, String name, Object value) {
    out.println("%-14s %s".formatted(name, value));
  }

  static Map<String, @Nullable Object> json(SignedManifest signed) {
    Map<String, @Nullable Object> json = json(signed.manifest());
    json.put("signedBy", signed.signature().map(SignedManifest.Signature::key).orElse(null));
    return json;
  }

  static Map<String, @Nullable Object> json(SnapshotManifest manifest) {
    return Json.object(
        "name", manifest.name(),
        "version", manifest.version().toString(),
        "builtAt", manifest.built(),
        "size", manifest.size(),
        "fileHash", manifest.fileHash(),
        "contentHash", manifest.provenance().map(Provenance::contentHash),
        "schemaHash", manifest.provenance().map(Provenance::schemaHash),
        "specHash", manifest.provenance().map(Provenance::specHash),
        "position",
            manifest.provenance().flatMap(Provenance::position).map(position -> position.value()));
  }
}
