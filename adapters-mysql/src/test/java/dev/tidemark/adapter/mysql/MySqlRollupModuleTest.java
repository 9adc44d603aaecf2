package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import dev.tidemark.core.rollup.spi.RollupStore;
import dev.tidemark.core.time.Scheduler;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MySqlRollupModuleTest {

  private static final MySqlConfig NOWHERE =
      MySqlConfig.of("jdbc:mysql://DB.invalid/peering?socksProxyHost=none.invalid", "u", "hush");

  /** The host has no address. */
  @Test
  void modules_several_makeStoresAndAskNobody() {
    Set<RollupStore> stores =
        Guice.createInjector(
                Stage.PRODUCTION,
                binder -> binder.bind(Scheduler.class).toInstance((delay, task) -> () -> {}),
                new MySqlRollupModule(MySqlMirrorConfig.of("one", NOWHERE).withPrefix("pdb_")),
                new MySqlRollupModule(MySqlMirrorConfig.of("other", NOWHERE)))
            .getInstance(Key.get(new TypeLiteral<Set<RollupStore>>() {}));

    assertThat(stores).extracting(RollupStore::name).containsExactlyInAnyOrder("one", "other");
  }
}
