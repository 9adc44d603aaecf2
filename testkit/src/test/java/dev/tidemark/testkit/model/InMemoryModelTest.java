package dev.tidemark.testkit.model;

import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Replica;
import dev.tidemark.testkit.fake.InMemoryReplica;

final class InMemoryModelTest implements SyncModelContract {

  @Override
  public Replica newReplica(Schema schema) {
    return new InMemoryReplica(schema);
  }
}
