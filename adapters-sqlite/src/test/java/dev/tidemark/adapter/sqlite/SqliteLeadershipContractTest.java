package dev.tidemark.adapter.sqlite;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import dev.tidemark.core.sync.spi.Leadership;
import dev.tidemark.testkit.contract.LeadershipContract;
import dev.tidemark.testkit.time.RealScheduler;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLeadershipContractTest implements LeadershipContract {

  private static final Schema SCHEMA =
      Schema.of("notes", EntityType.named("note").integer("id").key("id").build());

  @TempDir Path directory;
  @AutoClose private final RealScheduler scheduler = new RealScheduler();

  @Override
  public Contender newContender() {
    SqliteConfig config = SqliteConfig.in(directory).sharing();
    ReplicaDatabase database = TestOpening.open(config, SCHEMA);
    SqliteLeadership leadership =
        SqliteLeadership.start(database, TestOpening.of(config, SCHEMA)::prepare, scheduler);
    return new Contender() {
      @Override
      public Leadership leadership() {
        return leadership;
      }

      @Override
      public void leave() {
        leadership.close();
        database.close();
      }
    };
  }
}
