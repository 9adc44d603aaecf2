package dev.tidemark.adapter.quic;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Stands in for the text form of core until that is there. */
final class ManifestWire {

  private ManifestWire() {}

  static byte[] bytes(SignedManifest signed) {
    SnapshotManifest m = signed.manifest();
    StringBuilder text = new StringBuilder("tidemark-snapshot 1\n");
    text.append(m.name()).append('\n').append(m.version()).append('\n');
    text.append(m.built().toEpochMilli()).append('\n').append(m.size()).append('\n');
    text.append(m.fileHash()).append('\n');
    m.provenance()
        .ifPresent(
            p ->
                text.append(p.specHash())
                    .append('\n')
                    .append(p.schemaHash())
                    .append('\n')
                    .append(p.contentHash())
                    .append('\n'));
    byte[] lines = text.toString().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(4 + lines.length).putInt(lines.length).put(lines).array();
  }

  static SignedManifest parse(ByteBuffer body) {
    int length = body.getInt();
    if (length < 0 || length > body.remaining()) {
      throw new IllegalArgumentException("the manifest is cut off");
    }
    String[] lines = Hello.text(body, length).split("\n");
    if (lines.length < 6 || !lines[0].equals("tidemark-snapshot 1")) {
      throw new IllegalArgumentException("no manifest");
    }
    Optional<SnapshotManifest.Provenance> provenance =
        lines.length < 9
            ? Optional.empty()
            : Optional.of(
                new SnapshotManifest.Provenance(
                    lines[6], lines[7], lines[8], Optional.<Position>empty()));
    return SignedManifest.unsigned(
        new SnapshotManifest(
            lines[1],
            SnapshotVersion.parse(lines[2]),
            Instant.ofEpochMilli(Long.parseLong(lines[3])),
            Long.parseLong(lines[4]),
            lines[5],
            provenance));
  }
}
