package dev.tidemark.testkit.fake;

import dev.tidemark.core.FencedException;
import dev.tidemark.core.RowsRejectedException;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.MirrorTable;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.query.KeyRange;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes a copy of what the mirror holds. */
final class InMemoryMirrorTransaction implements MirrorTransaction {

  private final InMemoryMirror mirror;
  private final MirrorContents contents;

  InMemoryMirrorTransaction(InMemoryMirror mirror, MirrorContents contents) {
    this.mirror = mirror;
    this.contents = contents;
  }

  @Override
  public Optional<Bookmark> bookmark() {
    return contents.bookmark;
  }

  @Override
  public void moveTo(Bookmark bookmark) {
    contents.bookmark = Optional.of(bookmark);
  }

  @Override
  public void fence(long term) {
    if (contents.term > term) {
      throw new FencedException(
          "write in term %d: term %d has written since".formatted(term, contents.term));
    }
    contents.term = term;
  }

  @Override
  public MirrorTable table(EntityType type) {
    return new Table(type);
  }

  private final class Table implements MirrorTable {

    private final EntityType type;

    Table(EntityType type) {
      this.type = type;
    }

    private MirrorContents.Table table() {
      return InMemoryMirror.table(contents, type);
    }

    @Override
    public void upsert(List<Row> rows) {
      mirror.step("upsert " + type);
      put(rows);
    }

    @Override
    public long load(KeyRange range, Iterator<Row> rows) {
      mirror.step("load " + type);
      List<Row> all = new ArrayList<>();
      rows.forEachRemaining(all::add);
      put(all);
      return all.size();
    }

    private void put(List<Row> rows) {
      MirrorContents.Table table = table();
      check(rows.stream().map(Row::key));
      rows.forEach(row -> table.rows.put(row.key(), row));
    }

    @Override
    public int delete(List<RowKey> keys) {
      mirror.step("delete " + type);
      MirrorContents.Table table = table();
      check(keys.stream());
      return (int) keys.stream().filter(key -> table.rows.remove(key) != null).count();
    }

    private void check(Stream<RowKey> keys) {
      keys.filter(key -> mirror.refuses(type, key))
          .findFirst()
          .ifPresent(
              key -> {
                throw new RowsRejectedException(
                    "write %s %s: somebody has put a rule there".formatted(type, key), null);
              });
    }

    @Override
    public TableState state() {
      return table().state;
    }

    @Override
    public void mark(TableState state) {
      table().state = state;
    }
  }
}
