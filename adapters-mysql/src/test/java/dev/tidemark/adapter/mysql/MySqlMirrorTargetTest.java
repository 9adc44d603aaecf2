package dev.tidemark.adapter.mysql;

import dev.tidemark.testkit.contract.MirrorTargetContract;
import dev.tidemark.testkit.mysql.MySqlServer;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
record MySqlMirrorTargetTest(MySqlServer server) implements MirrorTargetContract {

  @Override
  public MirrorPlace newPlace() {
    return MySqlPlace.on(server);
  }
}
