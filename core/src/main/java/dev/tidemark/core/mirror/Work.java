package dev.tidemark.core.mirror;

import dev.tidemark.core.CancelledException;
import dev.tidemark.core.FencedException;
import dev.tidemark.core.MirrorSetupException;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.mirror.spi.MirrorTransaction;
import dev.tidemark.core.query.spi.ReplicaReader;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.time.Ambient;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What everything that is done to one mirror works with.
 *
 * @param aside runs what is asked of the database while the replica is read
 * @param ended whether nothing more is to be begun
 * @param led whether it is done only while this process leads
 */
record Work(
    MirrorTarget target,
    MirrorPorts ports,
    MirrorBook book,
    Supplier<MirrorPolicy> policy,
    Ambient ambient,
    Executor aside,
    Listener listener,
    BooleanSupplier ended,
    boolean led) {

  /** The same for who does it because this process leads, and ends when it does not any more. */
  Work asLeader() {
    return new Work(target, ports, book, policy, ambient, aside, listener, ended, true);
  }

  /** The same, heard by one more. */
  Work heardBy(Listener another) {
    Listener both = Listener.all(List.of(listener, another));
    return new Work(target, ports, book, policy, ambient, aside, both, ended, led);
  }

  String mirror() {
    return target.name();
  }

  Schema schema() {
    return ports.schema();
  }

  /** How each table stands, as far as is known, in the order of the schema. */
  List<TableStatus> tables() {
    return book.tables(schema().types());
  }

  /** The types whose tables stand so. */
  List<EntityType> types(Predicate<TableStatus> which) {
    return tables().stream().filter(which).map(table -> schema().type(table.type())).toList();
  }

  ReplicaReader reader() {
    return ports.reader();
  }

  /** Writes to the mirror, unless somebody of a later term has. */
  <T> T write(Function<MirrorTransaction, T> work) {
    OptionalLong term = ports.leadership().term();
    endIfAnotherLeads();
    return target.write(
        transaction -> {
          term.ifPresent(transaction::fence);
          return work.apply(transaction);
        });
  }

  /** Ends what is done here if somebody of a later term has written, before tables are made. */
  void fence() {
    if (ports.leadership().term().isPresent()) {
      try {
        write(transaction -> true);
      } catch (MirrorSetupException notMadeYet) {
        // Nobody has written to what is not there; else it is made in a moment.
      }
    }
  }

  private void endIfAnotherLeads() {
    if (led && !ports.leadership().isLeader()) {
      throw new FencedException(
          "work on mirror %s: this process does not lead any more".formatted(mirror()));
    }
  }

  void tell(MirrorEvent event) {
    listener.on(event);
  }

  /** Ends what is done here if it is to end; to be asked between two statements. */
  void goOn() {
    if (ended.getAsBoolean()) {
      throw new CancelledException(
          "work on mirror %s: stopped because the process is stopping".formatted(mirror()), null);
    }
    if (Thread.interrupted()) {
      throw new CancelledException("work on mirror %s: stopped".formatted(mirror()), null);
    }
    endIfAnotherLeads();
  }
}
