package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.snapshot.SignedManifest;
import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What a transport hands over what it takes. Safe for use by many threads; never throws. */
public interface Inbox {

  /**
   * A publisher offers a snapshot.
   *
   * @param peer who, as the transport has proved it: the name in a certificate; {@code anonymous}
   *     where it has not
   */
  Answer offered(SignedManifest manifest, String peer);

  /** Something came that is no offer. Only told, so that somebody hears of it. */
  void refused(String peer, Verdict verdict);

  /** What is said to an offer. */
  sealed interface Answer {

    /** Nothing is to be sent. */
    record Decided(Verdict verdict) implements Answer {}

    /** It is to be sent. */
    record Wanted(Reception reception) implements Answer {}
  }

  /** A snapshot on its way in. Used by one thread at a time. */
  interface Reception extends AutoCloseable {

    /** What is served here, of which the difference may be sent. */
    Optional<SnapshotVersion> base();

    /** SHA-256 of the file of {@link #base}, as 64 hex digits. */
    Optional<String> baseHash();

    /** How much of the whole file is here already. */
    long length();

    /**
     * From now on, changes of the base are written, and not the whole.
     *
     * @return a rejection that ends it; empty to go on
     */
    Optional<Verdict> begin(SnapshotVersion base);

    /**
     * Some bytes of the file.
     *
     * @return a rejection that ends it; empty to go on
     */
    Optional<Verdict> write(ByteBuffer bytes, long at);

    /** All has come: verifies and installs. */
    Verdict complete();

    /**
     * The end, with whatever was received: what is worth it is kept for the next try. Idempotent.
     */
    @Override
    void close();
  }
}
