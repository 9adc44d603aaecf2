package dev.tidemark.adapter.quic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@code horos-dbsync-v1} says of a snapshot. On the wire: four bytes {@code SYN1}, four for
 * the length of this as JSON, the JSON, and the file, raw or as one gzip stream, up to the end of
 * the stream.
 *
 * @param version milliseconds of the Unix epoch
 * @param hash SHA-256 of the file as 64 hex digits
 * @param size of the file in bytes
 * @param timestamp seconds of the Unix epoch
 */
record DbSync(long version, String hash, long size, long timestamp, boolean compressed) {

  static final byte[] MAGIC = "SYN1".getBytes(StandardCharsets.US_ASCII);
  static final int MOST_META = 1 << 20;
  static final long MOST_SIZE = 512L << 20;

  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Set<String> NEEDED = Set.of("version", "hash", "size", "timestamp");
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  static DbSync of(SnapshotManifest manifest, boolean compressed) {
    boolean older = manifest.version().epoch() == 0;
    return new DbSync(
        older ? manifest.version().sequence() : manifest.built().toEpochMilli(),
        manifest.fileHash(),
        manifest.size(),
        manifest.built().getEpochSecond(),
        compressed);
  }

  /** Under this name; of what it was made, nothing is known. */
  SnapshotManifest manifest(String name) throws Breach {
    try {
      return new SnapshotManifest(
          name,
          new SnapshotVersion(0, version),
          Instant.ofEpochSecond(timestamp),
          size,
          hash.toLowerCase(Locale.ROOT),
          Optional.empty());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new Breach("the metadata: " + e.getMessage());
    }
  }

  byte[] json() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("version", version);
      json.writeStringField("hash", hash);
      json.writeNumberField("size", size);
      json.writeNumberField("timestamp", timestamp);
      json.writeBooleanField("compressed", compressed);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Members that are not known do not count; the known ones must be there once, with a value. */
  static DbSync parse(byte[] text) throws Breach {
    try (JsonParser json = JSON.createParser(text)) {
      Fields fields = new Fields();
      expect(json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        fields.read(json);
      }
      if (json.nextToken() != null) {
        throw new Breach("the metadata has something behind it");
      }
      return fields.checked();
    } catch (Breach e) {
      throw e;
    } catch (IOException e) {
      throw new Breach("the metadata is no JSON: " + e.getMessage());
    }
  }

  private static void expect(JsonToken found, JsonToken wanted) throws Breach {
    if (found != wanted) {
      throw new Breach("the metadata: expected " + wanted + ", found " + found);
    }
  }

  /** What was read so far. */
  private static final class Fields {

    private final Set<String> seen = new HashSet<>();
    private long version;
    private String hash = "";
    private long size;
    private long timestamp;
    private boolean compressed;

    void read(JsonParser json) throws IOException {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      seen.add(name);
      switch (name) {
        case "version" -> version = number(json, value);
        case "size" -> size = number(json, value);
        case "timestamp" -> timestamp = number(json, value);
        case "hash" -> {
          expect(value, JsonToken.VALUE_STRING);
          hash = json.getText();
        }
        case "compressed" -> compressed = json.getBooleanValue();
        default -> json.skipChildren();
      }
    }

    private static long number(JsonParser json, JsonToken value) throws IOException {
      expect(value, JsonToken.VALUE_NUMBER_INT);
      return json.getLongValue();
    }

    DbSync checked() throws Breach {
      if (!seen.containsAll(NEEDED)) {
        throw new Breach("the metadata lacks some of " + NEEDED.stream().sorted().toList());
      }
      if (!HASH.matcher(hash).matches()) {
        throw new Breach(
            "the hash has %d characters, expected 64 hex digits".formatted(hash.length()));
      }
      if (size < 0 || size > MOST_SIZE) {
        throw new Breach(
            Verdict.Code.REJECTED_SIZE,
            "the size is %d bytes, expected %d at most".formatted(size, MOST_SIZE));
      }
      return new DbSync(version, hash, size, timestamp, compressed);
    }
  }
}
