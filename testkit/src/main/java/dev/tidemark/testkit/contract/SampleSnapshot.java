package dev.tidemark.testkit.contract;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.SnapshotManifest.Provenance;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.spi.Offer;
import dev.tidemark.core.snapshot.spi.SnapshotContent;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A snapshot of any bytes, to be pushed. Safe for use by many threads. */
public final class SampleSnapshot implements Offer {

  /** Name of its specification. */
  public static final String NAME = "public";

  private static final long EPOCH = 1_764_547_200_000L;

  private final List<Content> opened = new CopyOnWriteArrayList<>();
  private final Map<SnapshotVersion, SampleSnapshot> older = new ConcurrentHashMap<>();
  private final SignedManifest manifest;
  private final byte[] bytes;

  private SampleSnapshot(SignedManifest manifest, byte[] bytes) {
    this.manifest = manifest;
    this.bytes = bytes;
  }

  /** Of these bytes, with the n-th version; it is not signed. */
  public static SampleSnapshot of(long sequence, byte[] bytes) {
    return new SampleSnapshot(SignedManifest.unsigned(describe(sequence, bytes)), bytes.clone());
  }

  private static SnapshotManifest describe(long sequence, byte[] bytes) {
    String hash = sha256(bytes);
    return new SnapshotManifest(
        NAME,
        new SnapshotVersion(EPOCH, sequence),
        Instant.parse("2025-12-01T00:00:00.123Z").plusSeconds(sequence),
        bytes.length,
        hash,
        Optional.of(
            new Provenance(
                sha256(new byte[] {1}),
                sha256(new byte[] {2}),
                hash,
                Optional.of(new Position(7)))));
  }

  /** Bytes that cannot be made smaller; equal seeds give equal ones. */
  public static byte[] noise(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** As 64 hex digits in small letters. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The same, whose publisher still has an older one. */
  public SampleSnapshot over(SampleSnapshot base) {
    older.put(base.version(), base);
    return this;
  }

  /** The same with another manifest. */
  public SampleSnapshot announced(SignedManifest other) {
    return new SampleSnapshot(other, bytes);
  }

  /** The same, which cannot be read from here on. */
  Offer broken(long from, RuntimeException with) {
    return new Offer() {
      @Override
      public SignedManifest manifest() {
        return manifest;
      }

      @Override
      public SnapshotContent open() {
        return new Broken(SampleSnapshot.this.open(), from, with);
      }

      @Override
      public Optional<SnapshotContent> open(SnapshotVersion base, String fileHash) {
        return Optional.empty();
      }
    };
  }

  public SnapshotVersion version() {
    return manifest.manifest().version();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public SignedManifest manifest() {
    return manifest;
  }

  @Override
  public SnapshotContent open() {
    Content content = new Content(bytes);
    opened.add(content);
    return content;
  }

  @Override
  public Optional<SnapshotContent> open(SnapshotVersion base, String fileHash) {
    return Optional.ofNullable(older.get(base))
        .filter(one -> one.manifest.manifest().fileHash().equals(fileHash))
        .map(SampleSnapshot::open);
  }

  /** Returns when everything that was opened is closed, of older ones too. */
  void awaitClosed() throws Exception {
    for (Content content : opened) {
      content.closed.get(Exchange.LONG, TimeUnit.SECONDS);
    }
    for (SampleSnapshot one : older.values()) {
      one.awaitClosed();
    }
  }

  private static final class Content implements SnapshotContent {

    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final byte[] bytes;

    private Content(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public int read(ByteBuffer into, long at) {
      if (closed.isDone()) {
        throw new IllegalStateException("read at " + at + ": it is closed");
      }
      int begin = (int) Math.min(at, bytes.length);
      int length = Math.min(into.remaining(), bytes.length - begin);
      into.put(bytes, begin, length);
      return length;
    }

    @Override
    public void close() {
      closed.complete(null);
    }
  }

  private record Broken(SnapshotContent content, long from, RuntimeException failure)
      implements SnapshotContent {

    @Override
    public long size() {
      return content.size();
    }

    @Override
    public int read(ByteBuffer into, long at) {
      if (at + into.remaining() > from) {
        throw failure;
      }
      return content.read(into, at);
    }

    @Override
    public void close() {
      content.close();
    }
  }
}
