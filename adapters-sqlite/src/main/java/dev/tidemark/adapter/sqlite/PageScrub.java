package dev.tidemark.adapter.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;

/**
 * Writes zeros over every byte of a database file that belongs to nothing: between the cells of a
 * page, behind the end of a long row, and in the pages that are free. What was removed from a page
 * may otherwise stay there until something else needs the room.
 */
final class PageScrub implements TreeWalk.Visitor {

  private static final int FIRST_FREE = 32;
  private static final int FREEBLOCK_HEAD = 4;

  private final PageFile file;

  /** What of a page belongs to something: where it begins, and in the low half behind its end. */
  private long[] extents = new long[64];

  private int used;

  private PageScrub(PageFile file) {
    this.file = file;
  }

  /**
   * @param roots of all trees but that of the schema
   */
  static void run(Path path, Collection<Long> roots) throws IOException {
    try (PageFile file = PageFile.openToWrite(path)) {
      PageScrub scrub = new PageScrub(file);
      TreeWalk walk = new TreeWalk(file, scrub);
      walk.tree(1);
      for (long root : roots) {
        walk.tree(root);
      }
      scrub.freePages();
    }
  }

  @Override
  public void page(Page page) throws IOException {
    used = 0;
    for (int i = 0; i < page.cells(); i++) {
      int at = page.cell(i);
      use(at, at + page.cellLength(at));
    }
    int left = page.header().usable();
    for (int at = page.firstFreeblock(); at != 0; at = page.number(at, 2)) {
      use(at, at + FREEBLOCK_HEAD);
      if (--left < 0) {
        throw page.damaged("its free blocks refer to each other in a circle");
      }
    }
    Arrays.sort(extents, 0, used);
    boolean dirty = false;
    int end = page.pointersEnd();
    for (int i = 0; i < used; i++) {
      dirty |= clear(page, end, (int) (extents[i] >> Integer.SIZE));
      end = Math.max(end, (int) extents[i]);
    }
    write(page, dirty | clear(page, end, page.header().pageSize()));
  }

  private void use(int from, int to) {
    if (used == extents.length) {
      extents = Arrays.copyOf(extents, 2 * used);
    }
    extents[used++] = (long) from << Integer.SIZE | to;
  }

  @Override
  public void overflow(Page page, int length) throws IOException {
    write(page, clear(page, FREEBLOCK_HEAD + length, page.header().pageSize()));
  }

  private void freePages() throws IOException {
    long trunks = file.pages();
    for (long next = unsigned(file.page(1), FIRST_FREE); next != 0; ) {
      Page trunk = file.page(next);
      int leaves = trunk.number(4, 4);
      trunk.require(8, 4 * leaves);
      for (int i = 0; i < leaves; i++) {
        Page leaf = file.page(unsigned(trunk, 8 + 4 * i));
        write(leaf, clear(leaf, 0, leaf.header().pageSize()));
      }
      write(trunk, clear(trunk, 8 + 4 * leaves, trunk.header().pageSize()));
      next = unsigned(trunk, 0);
      if (--trunks < 0) {
        throw trunk.damaged("the free pages refer to each other in a circle");
      }
    }
  }

  private static long unsigned(Page page, int at) throws DamagedFileException {
    return Integer.toUnsignedLong(page.number(at, 4));
  }

  private static boolean clear(Page page, int from, int to) {
    boolean dirty = false;
    for (int i = page.start() + from; i < page.start() + to; i++) {
      dirty |= page.bytes()[i] != 0;
      page.bytes()[i] = 0;
    }
    return dirty;
  }

  private void write(Page page, boolean dirty) throws IOException {
    if (dirty) {
      file.write(page);
    }
  }
}
