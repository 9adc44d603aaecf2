package dev.tidemark.core.snapshot.spi;

import dev.tidemark.core.snapshot.SnapshotVersion;
import dev.tidemark.core.snapshot.Verdict;
import java.nio.ByteBuffer;

/**
 * A snapshot file that comes in. Nobody reads it before it is installed. Used by one thread at a
 * time.
 */
public interface Incoming extends AutoCloseable {

  /**
   * How many bytes of the file are here already, from its begin on and without a gap: written by
   * this one or by whoever left it.
   */
  long length();

  /** Writes all of the buffer at this place of the file, which may lie behind its end. */
  void write(ByteBuffer bytes, long at);

  /**
   * Makes the file a copy of this generation, cut or lengthened to the announced size, for changes
   * to be written over it.
   *
   * @throws dev.tidemark.core.NotFoundException if there is none of this version any more
   */
  void copy(SnapshotVersion base);

  /**
   * Verifies the file as it is on the disk: size, hash, that it is a whole and sound snapshot, and
   * that what it says of itself is what was announced, and that it is above the {@linkplain
   * SnapshotShelf#highest highest} version. Then makes it durable, and serves it in the place of
   * the last one: it is open before the other one is let go, whose readers go on until they end.
   *
   * @return {@link Verdict.Code#ACCEPTED}; or a rejection, and nothing has changed
   */
  Verdict install();

  /**
   * Leaves what is here for the next one who receives the same file, and closes. What was left of
   * another file may go for it.
   */
  void suspend();

  /** Removes the file, unless it was installed or suspended; idempotent. */
  @Override
  void close();
}
