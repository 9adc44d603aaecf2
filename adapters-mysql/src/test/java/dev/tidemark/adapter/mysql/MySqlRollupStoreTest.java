package dev.tidemark.adapter.mysql;

import dev.tidemark.testkit.contract.RollupStoreContract;
import dev.tidemark.testkit.mysql.MySqlServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of its places is a database with some thirty triggers, which takes servers a second. */
@Tag("proof")
@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
record MySqlRollupStoreTest(MySqlServer server) implements RollupStoreContract {

  @Override
  public RollupPlace newPlace() {
    return new MySqlRollupPlace(server.createDatabase());
  }
}
