package dev.tidemark.core.settings;

import dev.tidemark.core.ConflictException;
import dev.tidemark.core.NotFoundException;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateTransaction;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The settings of one application: a single JSON document, and every version that it ever had. It
 * is of the strong tier, so a change is on the disk when the call returns. Safe for use by many
 * threads and processes.
 */
public final class SettingsDocument {

  private static final EntityType CURRENT_TYPE =
      EntityType.named("settings").key("id").integer("id").json("document").text("note").build();

  private static final EntityType VERSION_TYPE =
      EntityType.named("settings_version")
          .key("version")
          .integer("version")
          .json("document")
          .text("note")
          .build();

  private static final long ONLY = 1;
  private static final RowKey KEY = RowKey.of(ONLY);
  private static final String ATTEMPTED = "put the settings";

  private final StateEngine state;
  private final StrongTable<Current> current;
  private final StrongTable<Past> past;

  /**
   * @param state whose strong tier has the {@linkplain #types() types} of the settings
   */
  public SettingsDocument(StateEngine state) {
    this.state = state;
    this.current = state.strong(Codec.records(CURRENT_TYPE, Current.class));
    this.past = state.strong(Codec.records(VERSION_TYPE, Past.class));
  }

  /** What the strong tier of an application needs to have settings. */
  public static List<EntityType> types() {
    return List.of(CURRENT_TYPE, VERSION_TYPE);
  }

  /** The settings now; empty if none were ever put. Reads one row. */
  public Optional<Revision> current() {
    return current.find(KEY).map(Current::revision);
  }

  /**
   * Puts a document in place of the present one, all of it or nothing. One that is the same text
   * makes no new version.
   *
   * @param expectedVersion the one that was read; 0 if there was none
   * @return the settings now
   * @throws ConflictException if they are of another version; nothing is written
   */
  public Revision put(long expectedVersion, String document, String note) {
    return state.transact(
        ATTEMPTED, transaction -> put(transaction, expectedVersion, document, note));
  }

  private Revision put(
      StateTransaction transaction, long expectedVersion, String document, String note) {
    Optional<Revision> before = transaction.in(current).find(KEY).map(Current::revision);
    long found = before.map(Revision::version).orElse(0L);
    if (found != expectedVersion) {
      throw new ConflictException(
          "%s: expected version %d, found %d; read them again and retry"
              .formatted(ATTEMPTED, expectedVersion, found));
    }
    return before
        .filter(same -> same.document().equals(document))
        .orElseGet(() -> write(transaction, expectedVersion, document, note));
  }

  private Revision write(StateTransaction transaction, long version, String document, String note) {
    Current next = new Current(ONLY, document, note);
    Versioned<Current> written =
        version == 0
            ? transaction.in(current).insert(next)
            : transaction.in(current).update(next, version);
    transaction.in(past).insert(new Past(written.version(), document, note));
    return Current.revision(written);
  }

  /** All versions that there were, the newest first. */
  public List<Revision> history() {
    return past.list().stream()
        .map(Past::revision)
        .sorted(Comparator.comparingLong(Revision::version).reversed())
        .toList();
  }

  /**
   * Puts the document of an earlier version again, as a new one. If it is what the settings say
   * already, there is no new version.
   *
   * @return the settings now
   * @throws ConflictException if they are of another version than the expected one; nothing is
   *     written
   * @throws NotFoundException if there never was such a version; nothing is written
   */
  public Revision rollback(long expectedVersion, long toVersion) {
    return state.transact(
        ATTEMPTED,
        transaction ->
            put(
                transaction,
                expectedVersion,
                past(transaction, toVersion).document(),
                "rollback to " + toVersion));
  }

  private Past past(StateTransaction transaction, long version) {
    return transaction
        .in(past)
        .find(RowKey.of(version))
        .map(Versioned::value)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "roll the settings back: there never was a version " + version));
  }

  /** The row of the present settings, whose own version is theirs. */
  private record Current(long id, String document, String note) {

    static Revision revision(Versioned<Current> row) {
      return new Revision(
          row.version(), row.value().document(), row.updatedAt(), row.value().note());
    }
  }

  private record Past(long version, String document, String note) {

    static Revision revision(Versioned<Past> row) {
      return new Revision(
          row.value().version(), row.value().document(), row.createdAt(), row.value().note());
    }
  }
}
