package dev.tidemark.testkit.contract;

import dev.tidemark.core.schema.Schema;

/** How a contract gets at the replica that it tests. */
@FunctionalInterface
public interface ReplicaFixture {

  /**
   * A fresh and empty replica of this schema. The contract closes it; a contract may ask for
   * several in one test.
   */
  Replica newReplica(Schema schema);
}
