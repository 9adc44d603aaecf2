package dev.tidemark.testkit.fake;

import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.mirror.spi.Bookmark;
import dev.tidemark.core.mirror.spi.MirrorRows;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.Prepared;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One process's view of an {@link InMemoryMirror}. */
final class InMemoryMirrorTarget implements MirrorTarget {

  private final String name;
  private final InMemoryMirror mirror;

  InMemoryMirrorTarget(String name, InMemoryMirror mirror) {
    this.name = name;
    this.mirror = mirror;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String place() {
    return mirror.place();
  }

  @Override
  public Prepared prepare(Schema schema) {
    mirror.step("prepare");
    return write(
        false,
        contents -> {
          contents.isPrepared = true;
          Map<EntityType, TableState> states = new HashMap<>();
          schema.types().forEach(type -> states.put(type, prepare(contents, type)));
          return new Prepared(contents.bookmark, states);
        });
  }

  private static TableState prepare(MirrorContents contents, EntityType type) {
    MirrorContents.Table found = contents.tables.get(type.name());
    MirrorContents.Table table =
        found == null
            ? new MirrorContents.Table(type, TableState.of(Trust.NEW))
            : found.as(type, grew(found.type, type) ? TableState.of(Trust.DOUBTED) : found.state);
    contents.tables.put(type.name(), table);
    return table.state;
  }

  private static boolean grew(EntityType was, EntityType is) {
    return !was.fields().containsAll(is.fields());
  }

  @Override
  public <T> T write(Function<MirrorTransaction, T> work) {
    mirror.step("write");
    return write(true, contents -> work.apply(new InMemoryMirrorTransaction(mirror, contents)));
  }

  private <T> T write(boolean isPrepared, Function<MirrorContents, T> work) {
    mirror.writing().lock();
    try {
      MirrorContents next = mirror.contents().copy();
      if (isPrepared && !next.isPrepared) {
        throw new MirrorSetupException("write to " + place() + ": nothing is prepared", null);
      }
      T result = work.apply(next);
      mirror.step("commit");
      mirror.replace(next);
      mirror.step("committed");
      return result;
    } finally {
      mirror.writing().unlock();
    }
  }

  @Override
  public Optional<Bookmark> bookmark() {
    mirror.step("bookmark");
    return mirror.contents().bookmark;
  }

  @Override
  public MirrorRows rows(EntityType type) {
    return new InMemoryMirrorRows(mirror, type);
  }

  @Override
  public boolean isBusy() {
    return mirror.isBusy();
  }
}
