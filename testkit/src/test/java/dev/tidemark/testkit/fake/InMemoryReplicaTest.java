package dev.tidemark.testkit.fake;

import dev.tidemark.core.schema.Schema;
import dev.tidemark.testkit.contract.Replica;
import dev.tidemark.testkit.contract.ReplicaStoreContract;

final class InMemoryReplicaTest implements ReplicaStoreContract {

  @Override
  public Replica newReplica(Schema schema) {
    return new InMemoryReplica(schema);
  }
}
