package dev.tidemark.core.mirror.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import java.util.Optional;
import java.util.function.Function;

/**
 * One database that is to equal the replica: a table for each entity type, and beside them how far
 * the mirror is. To have made one asks nobody anything; every method may. Safe for use by many
 * threads.
 *
 * <p>A row is there with all that the replica has of it: its fields, what upstream sent beyond the
 * schema, which fields it did not send, and since when it has vanished. Instants are cut to the
 * microsecond.
 *
 * @throws dev.tidemark.core.MirrorUnavailableException from every method, if the database cannot be
 *     reached, does not answer in time, or cannot take anything now, as when its disk is full
 * @throws dev.tidemark.core.MirrorSetupException from every method, if a table is not as {@link
 *     #prepare} leaves it, or this user may not do what has to be done
 */
public interface MirrorTarget {

  /** How the mirror is called in the configuration: {@code reporting}. */
  String name();

  /**
   * Which tables of which database it is, for people and to tell mirrors apart; holds no secret.
   * Two targets of one place have the same text: {@code db.example:3306/peering pdb_}.
   */
  String place();

  /**
   * Makes the tables, and brings those that are there to what the schema asks for: a missing table,
   * column or index is made, a column of another type becomes one of the right type. Idempotent;
   * not atomic, but each table's {@link TableState} is written before the table is touched, so that
   * nothing half done is ever trusted.
   *
   * @throws dev.tidemark.core.MirrorSetupException if that cannot be; with the reason
   */
  Prepared prepare(Schema schema);

  /**
   * Runs the work in one transaction: all of it is committed, or nothing. Of all processes that
   * write to the mirror, one at a time is between the beginning and the end of its work; the others
   * wait. So what is read of the replica in there is no older than what anybody has written before.
   *
   * <p>May run the work again, from its beginning, when the database gave it up in passing, as in a
   * deadlock.
   */
  <T> T write(Function<MirrorTransaction, T> work);

  /** How far the mirror is, as committed; empty before the first time. */
  Optional<Bookmark> bookmark();

  /** The rows of one type, to compare. Asks nothing yet. */
  MirrorRows rows(EntityType type);

  /** Whether others keep the database so busy that a comparison had better wait. */
  boolean isBusy();
}
