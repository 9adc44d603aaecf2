package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Replica;
import dev.tidemark.testkit.contract.ReplicaStoreContract;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

final class SqliteReplicaStoreTest implements ReplicaStoreContract {

  @TempDir Path directory;

  @Override
  public Replica newReplica(Schema schema) {
    return SqliteTestReplica.open(directory.resolve(UUID.randomUUID().toString()), schema);
  }
}
