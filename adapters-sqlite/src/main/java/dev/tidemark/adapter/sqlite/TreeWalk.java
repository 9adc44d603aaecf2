package dev.tidemark.adapter.sqlite;

import java.io.IOException;

/**
 * Walks the trees of a database file in the order of their keys. However damaged the file is, it
 * ends: no tree is deeper than SQLite makes one, no page is entered twice as often as there are
 * pages, and no more bytes of rows are told than the file has.
 */
final class TreeWalk {

  private static final int DEEPEST = 20;

  private final PageFile file;
  private final Visitor visitor;
  private long entered;
  private long told;

  /** Hears what is found. */
  interface Visitor {

    /** A page of the tree, before its cells. */
    default void page(Page page) throws IOException {}

    /** A page that holds the rest of a payload: this many bytes of it, behind its first four. */
    default void overflow(Page page, int length) throws IOException {}

    /**
     * A row, of which the parts follow.
     *
     * @param rowId 0 in a tree that has none
     */
    default void row(long rowId, long length) throws IOException {}

    /** The next part of the payload of the row. */
    default void part(byte[] bytes, int at, int length) throws IOException {}

    /** All parts of the row were told. */
    default void rowEnded() throws IOException {}
  }

  TreeWalk(PageFile file, Visitor visitor) {
    this.file = file;
    this.visitor = visitor;
  }

  /**
   * @throws DamagedFileException if that is no tree
   */
  void tree(long root) throws IOException {
    tree(root, DEEPEST);
  }

  private void tree(long number, int depth) throws IOException {
    Page page = enter(number);
    page.requireTree();
    if (depth == 0) {
      throw page.damaged("its tree is too deep");
    }
    visitor.page(page);
    boolean leaf = page.isLeaf();
    int cells = page.cells();
    for (int i = 0; i < cells; i++) {
      int at = page.cell(i);
      if (leaf) {
        row(page, at);
      } else {
        tree(Integer.toUnsignedLong(page.number(at, 4)), depth - 1);
        if (!page.isOfTable()) {
          row(page, at + 4);
        }
      }
    }
    if (!leaf) {
      tree(page.rightChild(), depth - 1);
    }
  }

  private Page enter(long number) throws IOException {
    if (++entered > 2 * file.pages()) {
      throw new DamagedFileException("its pages refer to each other in a circle");
    }
    return file.page(number);
  }

  private void row(Page page, int at) throws IOException {
    long length = page.varint(at);
    int next = at + page.varintLength(at);
    long rowId = 0;
    if (page.isOfTable()) {
      rowId = page.varint(next);
      next += page.varintLength(next);
    }
    int local = local(page, length);
    page.require(next, local);
    visitor.row(rowId, length);
    tell(page, next, local);
    if (local < length) {
      page.require(next + local, 4);
      overflow(Integer.toUnsignedLong(page.number(next + local, 4)), length - local);
    }
    visitor.rowEnded();
  }

  private void overflow(long first, long length) throws IOException {
    long number = first;
    for (long left = length; left > 0; ) {
      Page page = enter(number);
      int here = (int) Math.min(left, page.header().usable() - 4);
      visitor.overflow(page, here);
      tell(page, 4, here);
      left -= here;
      number = Integer.toUnsignedLong(page.number(0, 4));
    }
  }

  /** Cells that share their bytes are told no more often than there are bytes. */
  private void tell(Page page, int at, int length) throws IOException {
    told += length;
    if (told > file.pages() * page.header().pageSize()) {
      throw page.damaged("its rows are larger than the file");
    }
    visitor.part(page.bytes(), page.start() + at, length);
  }

  /** How much of a payload is on the page itself: the formula of the file format. */
  static int local(Page page, long length) throws DamagedFileException {
    int usable = page.header().usable();
    int most = page.isOfTable() ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    if (length < 0 || length > Integer.MAX_VALUE) {
      throw page.damaged("a row of " + length + " bytes");
    }
    if (length <= most) {
      return (int) length;
    }
    int least = (usable - 12) * 32 / 255 - 23;
    int fitting = least + (int) ((length - least) % (usable - 4));
    return fitting <= most ? fitting : least;
  }
}
