package dev.tidemark.core.mirror;

import dev.tidemark.core.feed.Position;
import dev.tidemark.core.mirror.spi.Digest;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.Versioned;
import dev.tidemark.core.state.WeakTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is kept of one mirror in the state of the application. Safe for use by many threads. */
final class MirrorBook {

  /** Who keeps a mirror tells of it more often. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private final StrongTable<TableRecord> tables;
  private final StrongTable<RefusedRow> refused;
  private final StrongTable<StandingRecord> standings;
  private final WeakTable<PositionRecord> positions;
  private final String mirror;
  private final Clock clock;

  MirrorBook(StateEngine state, String mirror, Clock clock) {
    this.tables = state.strong(Codec.records(MirrorTypes.TABLE, TableRecord.class));
    this.refused = state.strong(Codec.records(MirrorTypes.REFUSED_ROW, RefusedRow.class));
    this.standings = state.strong(Codec.records(MirrorTypes.STANDING, StandingRecord.class));
    this.positions = state.weak(Codec.records(MirrorTypes.POSITION, PositionRecord.class));
    this.mirror = mirror;
    this.clock = clock;
  }

  private record TableRecord(
      String mirror,
      String type,
      Optional<Instant> verifiedAt,
      Optional<Long> rows,
      Optional<String> digest,
      Optional<Instant> failedAt,
      Optional<String> failure) {

    static TableRecord blank(String mirror, String type) {
      return new TableRecord(
          mirror,
          type,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    TableRecord failed(Instant at, String message) {
      return new TableRecord(
          mirror, type, verifiedAt, rows, digest, Optional.of(at), Optional.of(message));
    }

    TableStatus status(long quarantined) {
      return new TableStatus(
          type,
          verifiedAt.map(
              at -> new TableStatus.Verified(at, rows.orElseThrow(), digest.orElseThrow())),
          failedAt.map(at -> new TableStatus.Failure(at, failure.orElseThrow())),
          quarantined);
    }
  }

  private record PositionRecord(String mirror, long position) {}

  private record StandingRecord(
      String mirror,
      String state,
      String degraded,
      String reason,
      Instant since,
      Optional<Instant> nextTry,
      Instant toldAt) {

    static StandingRecord of(String mirror, Standing standing, Instant now) {
      return new StandingRecord(
          mirror,
          standing.state().name(),
          String.join(" ", new TreeSet<>(standing.degraded())),
          standing.reason(),
          standing.since(),
          standing.nextTry(),
          now);
    }

    Standing standing() {
      Set<String> names =
          Arrays.stream(degraded.split(" "))
              .filter(name -> !name.isEmpty())
              .collect(Collectors.toSet());
      return new Standing(MirrorState.valueOf(state), names, reason, since, nextTry);
    }
  }

  /** The table was found equal. */
  void verified(EntityType type, Digest digest) {
    tables.save(
        new TableRecord(
            mirror,
            type.name(),
            Optional.of(clock.instant()),
            Optional.of(digest.count()),
            Optional.of(digest.text()),
            Optional.empty(),
            Optional.empty()));
  }

  /** Something is wrong with the table, whatever was verified before. */
  void failed(EntityType type, String message) {
    tables.save(record(type.name()).failed(clock.instant(), message));
  }

  /** Nothing is known of the table any more, and it is not as it should be. */
  void doubted(EntityType type, String message) {
    tables.save(TableRecord.blank(mirror, type.name()).failed(clock.instant(), message));
  }

  /** The table was made anew: what was verified is no more. */
  void forget(EntityType type) {
    tables.save(TableRecord.blank(mirror, type.name()));
  }

  TableStatus table(EntityType type) {
    return tables(List.of(type)).get(0);
  }

  /** In the same order. */
  List<TableStatus> tables(List<EntityType> types) {
    Map<String, Long> quarantined =
        refused().stream().collect(Collectors.groupingBy(RefusedRow::type, Collectors.counting()));
    return types.stream()
        .map(EntityType::name)
        .map(name -> record(name).status(quarantined.getOrDefault(name, 0L)))
        .toList();
  }

  private TableRecord record(String type) {
    return tables
        .find(RowKey.of(mirror, type))
        .map(Versioned::value)
        .orElseGet(() -> TableRecord.blank(mirror, type));
  }

  /**
   * Notes a row that the database does not take.
   *
   * @return false if that was known
   */
  boolean refuse(EntityType type, RowKey key, String reason) {
    Optional<RefusedRow> known = refused.find(refusal(type, key)).map(Versioned::value);
    Instant since = known.map(RefusedRow::since).orElseGet(clock::instant);
    refused.save(new RefusedRow(mirror, type.name(), key.text(), reason, since));
    return known.isEmpty();
  }

  /** The database has taken the row, or it is gone. */
  void release(RefusedRow row) {
    refused.delete(RowKey.of(row.mirror(), row.type(), row.key()));
  }

  private RowKey refusal(EntityType type, RowKey key) {
    return RowKey.of(mirror, type.name(), key.text());
  }

  /** What the database does not take, by type and key. */
  List<RefusedRow> refused() {
    return refused.list().stream()
        .map(Versioned::value)
        .filter(row -> row.mirror().equals(mirror))
        .toList();
  }

  void stands(Standing standing) {
    standings.save(StandingRecord.of(mirror, standing, clock.instant()));
  }

  /** As whoever keeps the mirror has last told; where that is long ago, nobody does. */
  Standing standing() {
    return told()
        .map(this::standing)
        .orElseGet(() -> unkept("no service has kept it yet", Instant.EPOCH));
  }

  private Standing standing(StandingRecord told) {
    Standing standing = told.standing();
    boolean isFresh = Duration.between(told.toldAt(), clock.instant()).abs().compareTo(SILENCE) < 0;
    return isFresh || standing.state() == MirrorState.DISABLED
        ? standing
        : unkept(
            "nobody has told of it since; it was " + told.state().toLowerCase(Locale.ROOT),
            told.toldAt());
  }

  private static Standing unkept(String reason, Instant since) {
    return new Standing(MirrorState.DISABLED, Set.of(), reason, since, Optional.empty());
  }

  private Optional<StandingRecord> told() {
    return standings.find(RowKey.of(mirror)).map(Versioned::value);
  }

  void moved(Position position) {
    positions.put(new PositionRecord(mirror, position.value()));
  }

  /** How far the mirror is, as was last told. */
  Optional<Position> position() {
    return positions.get(RowKey.of(mirror)).map(each -> new Position(each.position()));
  }
}
