package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.SyncJournal;
import dev.tidemark.testkit.contract.SyncJournalContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteSyncJournalTest implements SyncJournalContract {

  private static final Schema SCHEMA =
      Schema.of("notes", EntityType.named("note").integer("id").key("id").build());

  private final List<ReplicaDatabase> open = new ArrayList<>();
  @TempDir Path directory;

  @Override
  public SyncJournal newJournal() {
    return open(directory.resolve(UUID.randomUUID().toString()));
  }

  @Override
  public SyncJournal reopen(SyncJournal journal) {
    ReplicaDatabase last = open.get(open.size() - 1);
    last.close();
    return open(last.file().getParent());
  }

  private SyncJournal open(Path data) {
    ReplicaDatabase database = TestOpening.open(SqliteConfig.in(data), SCHEMA);
    open.add(database);
    return new SqliteSyncJournal(database);
  }

  @AfterEach
  void closeAll() {
    open.forEach(ReplicaDatabase::close);
  }
}
