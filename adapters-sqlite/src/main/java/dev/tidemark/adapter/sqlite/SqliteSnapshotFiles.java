package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Reference;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.snapshot.SnapshotManifest;
import dev.tidemark.core.snapshot.spi.Inspection;
import dev.tidemark.core.snapshot.spi.SnapshotFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Looks at one file after the other. */
final class SqliteSnapshotFiles implements SnapshotFiles {

  @Override
  public Inspection inspect(String name) {
    Path file = Path.of(name).toAbsolutePath();
    FileProof proof = new FileProof();
    try {
      return inspect(file, proof);
    } catch (IOException e) {
      throw SqliteErrors.translate("inspect", file, e);
    } catch (SQLException e) {
      throw SqliteErrors.translate("inspect", file, e);
    } finally {
      proof.close();
    }
  }

  private static Inspection inspect(Path file, FileProof proof) throws IOException, SQLException {
    Optional<DatabaseHeader> header;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      header = DatabaseHeader.of(channel);
    }
    if (header.isEmpty()) {
      return unfit(file, Hashes.of(file), Optional.empty(), List.of("it is no SQLite database"));
    }
    FileProof.Found found = proof.look(file);
    if (found.damage().isPresent()) {
      String damage = "it is damaged: " + found.damage().get();
      return unfit(file, found.hash(), Optional.empty(), List.of(damage));
    }
    try (Connection connection = Connections.fixed(file)) {
      Inspection.Pages pages = pages(header.get(), connection);
      Optional<String> mark = SnapshotCheck.strangeMark(header.get());
      return mark.isPresent()
          ? unfit(file, found.hash(), Optional.of(pages), List.of(mark.get()))
          : sound(file, proof, found.hash(), pages, connection);
    }
  }

  private static Inspection unfit(
      Path file, String fileHash, Optional<Inspection.Pages> pages, List<String> problems)
      throws IOException {
    return new Inspection(
        Files.size(file), fileHash, Optional.empty(), pages, List.of(), List.of(), problems);
  }

  private static Inspection sound(
      Path file, FileProof proof, String hash, Inspection.Pages pages, Connection connection)
      throws IOException, SQLException {
    List<String> problems = SnapshotProblems.of(connection);
    if (!problems.isEmpty()) {
      return unfit(file, hash, Optional.of(pages), problems);
    }
    problems =
        SnapshotProblems.ofContent(
            connection, proof.lookAtRows(file, SnapshotTables.roots(connection)).hash());
    Optional<SnapshotRecord> own = SnapshotRecord.read(connection);
    List<Inspection.Table> tables = new ArrayList<>();
    List<Inspection.Dangling> dangling = new ArrayList<>();
    if (problems.isEmpty()) {
      Schema schema = SnapshotSchema.read(connection).schema().orElseThrow();
      for (EntityType type : schema.types()) {
        tables.add(table(type, connection));
        addDangling(type, schema, connection, dangling);
      }
    }
    tables.sort(Comparator.comparing(Inspection.Table::name));
    long size = Files.size(file);
    return new Inspection(
        size,
        hash,
        own.map(record -> manifest(record, size, hash)),
        Optional.of(pages),
        tables,
        dangling,
        problems);
  }

  private static SnapshotManifest manifest(SnapshotRecord own, long size, String fileHash) {
    return new SnapshotManifest(
        own.name(),
        own.stamp().version(),
        own.stamp().built(),
        size,
        fileHash,
        Optional.of(own.provenance()));
  }

  private static Inspection.Pages pages(DatabaseHeader header, Connection connection)
      throws SQLException {
    return new Inspection.Pages(
        header.pageSize(),
        Connections.number(connection, "PRAGMA page_count"),
        Connections.number(connection, "PRAGMA freelist_count"));
  }

  private static Inspection.Table table(EntityType type, Connection connection)
      throws SQLException {
    return new Inspection.Table(
        type.name(),
        type.fields().stream().map(Field::name).toList(),
        Connections.number(connection, "SELECT count(*) FROM " + new EntityTable(type).name()));
  }

  private static void addDangling(
      EntityType type, Schema schema, Connection connection, List<Inspection.Dangling> into)
      throws SQLException {
    for (Reference reference : type.references()) {
      long rows =
          Connections.number(
              connection, dangling(type, reference, schema.type(reference.target())));
      if (rows > 0) {
        into.add(new Inspection.Dangling(type.name(), reference, rows));
      }
    }
  }

  private static String dangling(EntityType type, Reference reference, EntityType target) {
    String refers =
        Stream.concat(
                reference.fields().stream()
                    .map(field -> "c." + EntityTable.quote(field) + " IS NOT NULL"),
                reference.onlyWhile().stream()
                    .map(
                        rule ->
                            EntityTable.is("c." + EntityTable.quote(rule.field()), rule.value())))
            .collect(Collectors.joining(" AND "));
    String same =
        IntStream.range(0, target.key().size())
            .mapToObj(
                i ->
                    "p.%s = c.%s"
                        .formatted(
                            EntityTable.quote(target.key().get(i)),
                            EntityTable.quote(reference.fields().get(i))))
            .collect(Collectors.joining(" AND "));
    return "SELECT count(*) FROM %s AS c WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS p WHERE %s)"
        .formatted(new EntityTable(type).name(), refers, new EntityTable(target).name(), same);
  }
}
