package dev.tidemark.adapter.sqlite;

/**
 * One page of a database file. Every look outside of it is refused.
 *
 * @param bytes with others around it
 * @param start where it begins in them
 */
record Page(byte[] bytes, int start, DatabaseHeader header, long number) {

  static final int INDEX_INTERIOR = 2;
  static final int TABLE_INTERIOR = 5;
  static final int INDEX_LEAF = 10;
  static final int TABLE_LEAF = 13;

  /** Where the header of the tree is: the first page has that of the file before it. */
  int first() {
    return number == 1 ? DatabaseHeader.LENGTH : 0;
  }

  /** One of the four kinds of pages of a tree, if it is one. */
  int kind() throws DamagedFileException {
    return number(first(), 1);
  }

  boolean isLeaf() throws DamagedFileException {
    int kind = kind();
    return kind == TABLE_LEAF || kind == INDEX_LEAF;
  }

  boolean isOfTable() throws DamagedFileException {
    int kind = kind();
    return kind == TABLE_LEAF || kind == TABLE_INTERIOR;
  }

  void requireTree() throws DamagedFileException {
    switch (kind()) {
      case INDEX_INTERIOR, TABLE_INTERIOR, INDEX_LEAF, TABLE_LEAF -> {}
      default -> throw damaged("its kind is " + kind());
    }
  }

  int cells() throws DamagedFileException {
    return number(first() + 3, 2);
  }

  /** Behind the pointers to the cells. */
  int pointersEnd() throws DamagedFileException {
    return pointers() + 2 * cells();
  }

  private int pointers() throws DamagedFileException {
    return first() + (isLeaf() ? 8 : 12);
  }

  /** The first of a chain of blocks that belong to nothing; 0 if there is none. */
  int firstFreeblock() throws DamagedFileException {
    return number(first() + 1, 2);
  }

  int cell(int index) throws DamagedFileException {
    int at = number(pointers() + 2 * index, 2);
    if (at < pointersEnd()) {
      throw damaged("cell " + index + " is in its header");
    }
    return at;
  }

  /** How many bytes of the page a cell takes; no cell takes fewer than four. */
  int cellLength(int at) throws DamagedFileException {
    boolean leaf = isLeaf();
    int next = leaf ? at : at + 4;
    long payload = varint(next);
    int length = next - at + varintLength(next);
    if (isOfTable()) {
      return leaf ? Math.max(4, length + varintLength(at + length) + stored(payload)) : length;
    }
    return Math.max(4, length + stored(payload));
  }

  /** How much of a payload is on the page, with the number of the page that has the rest. */
  private int stored(long payload) throws DamagedFileException {
    int local = TreeWalk.local(this, payload);
    return local < payload ? local + 4 : local;
  }

  /** Behind its last cell. */
  long rightChild() throws DamagedFileException {
    return Integer.toUnsignedLong(number(first() + 8, 4));
  }

  /** Unsigned and big-endian, but for one of four bytes, which may turn out negative. */
  int number(int at, int length) throws DamagedFileException {
    require(at, length);
    int value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | bytes[start + at + i] & 0xff;
    }
    return value;
  }

  /** A number of one to nine bytes, of seven bits each but for the ninth. */
  long varint(int at) throws DamagedFileException {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      int each = number(at + i, 1);
      value = value << 7 | each & 0x7f;
      if (each < 0x80) {
        return value;
      }
    }
    return value << 8 | number(at + 8, 1);
  }

  int varintLength(int at) throws DamagedFileException {
    int length = 1;
    while (length < 9 && number(at + length - 1, 1) >= 0x80) {
      length++;
    }
    return length;
  }

  void require(int at, int length) throws DamagedFileException {
    if (at < 0 || length < 0 || at + length > header.usable()) {
      throw damaged("%d bytes at %d are not in it".formatted(length, at));
    }
  }

  DamagedFileException damaged(String found) {
    return new DamagedFileException("page " + number + " is damaged: " + found);
  }
}
