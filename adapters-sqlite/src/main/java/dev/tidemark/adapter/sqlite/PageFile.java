package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a database file that nobody writes to meanwhile, read some at a time. A few such
 * stretches are kept, for the pages that one comes back to.
 */
final class PageFile implements AutoCloseable {

  private static final int STRETCH = 65_536;
  private static final int KEPT = 16;

  private final FileChannel channel;
  private final DatabaseHeader header;
  private final long pages;
  private final @Nullable Stretch[] kept = new Stretch[KEPT];

  private record Stretch(long number, byte[] bytes) {}

  private PageFile(FileChannel channel, DatabaseHeader header) throws IOException {
    this.channel = channel;
    this.header = header;
    this.pages = channel.size() / header.pageSize();
  }

  static PageFile open(Path file) throws IOException {
    return open(FileChannel.open(file, StandardOpenOption.READ));
  }

  static PageFile openToWrite(Path file) throws IOException {
    return open(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  private static PageFile open(FileChannel channel) throws IOException {
    try {
      DatabaseHeader header =
          DatabaseHeader.of(channel)
              .orElseThrow(() -> new DamagedFileException("it has no header of a database"));
      return new PageFile(channel, header);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  DatabaseHeader header() {
    return header;
  }

  long pages() {
    return pages;
  }

  /**
   * @param number from 1 on
   * @throws DamagedFileException if the file has no such page
   */
  Page page(long number) throws IOException {
    if (number < 1 || number > pages) {
      throw new DamagedFileException(
          "page %d is named, of %d that there are".formatted(number, pages));
    }
    long at = (number - 1) * header.pageSize();
    byte[] bytes = stretch(at / STRETCH);
    return new Page(bytes, (int) (at % STRETCH), header, number);
  }

  /** Puts what has become of the bytes of this page into the file. */
  void write(Page page) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(page.bytes(), page.start(), header.pageSize());
    for (long at = (page.number() - 1) * header.pageSize(); bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
    }
  }

  private byte[] stretch(long number) throws IOException {
    int slot = (int) (number % KEPT);
    Stretch found = kept[slot];
    if (found == null || found.number() != number) {
      long at = number * STRETCH;
      int length = (int) Math.min(STRETCH, pages * header.pageSize() - at);
      ByteBuffer bytes = ByteBuffer.allocate(length);
      DatabaseHeader.readFully(channel, bytes, at);
      found = new Stretch(number, bytes.array());
      kept[slot] = found;
    }
    return found.bytes();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
