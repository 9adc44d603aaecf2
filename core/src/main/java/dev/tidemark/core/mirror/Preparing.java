package dev.tidemark.core.mirror;

import dev.tidemark.core.mirror.spi.MirrorTable;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.mirror.spi.Prepared;
import dev.tidemark.core.mirror.spi.TableState;
import dev.tidemark.core.mirror.spi.TableState.Trust;
import dev.tidemark.core.schema.EntityType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prepares a mirror, and sees what there is to do about each of its tables. */
record Preparing(Work work, Following following, Glance glance) {

  /** Makes the tables and finds the mirror's place in the feed. */
  void run() {
    work.fence();
    Prepared prepared = work.target().prepare(work.schema());
    work.goOn();
    if (prepared.bookmark().isEmpty()) {
      work.write(following::loseEverything);
    } else {
      following.look();
    }
  }

  /** How far each table can be trusted. */
  Map<EntityType, TableState> states() {
    Map<EntityType, TableState> tables = work.write(this::states);
    tables.forEach(this::forgetIfNew);
    return tables;
  }

  private Map<EntityType, TableState> states(MirrorTransaction transaction) {
    Map<EntityType, TableState> states = new LinkedHashMap<>();
    for (EntityType type : work.schema().types()) {
      MirrorTable table = transaction.table(type);
      TableState before = table.state();
      TableState state = judged(type, before);
      if (!state.equals(before)) {
        table.mark(state);
      }
      states.put(type, state);
    }
    return states;
  }

  /** What somebody has found to differ is not trusted, and what is empty is filled. */
  private TableState judged(EntityType type, TableState before) {
    boolean isDoubted =
        before.trust() == Trust.DOUBTED
            || before.trust() == Trust.TRUSTED && work.book().table(type).failure().isPresent();
    if (!isDoubted) {
      return before;
    }
    return TableState.of(glance.isEmpty(type) ? Trust.NEW : Trust.DOUBTED);
  }

  private void forgetIfNew(EntityType type, TableState state) {
    if (state.trust() == Trust.NEW) {
      work.book().forget(type);
    }
  }
}
