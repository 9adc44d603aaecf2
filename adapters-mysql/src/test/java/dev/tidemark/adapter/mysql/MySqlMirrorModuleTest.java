package dev.tidemark.adapter.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.time.Scheduler;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MySqlMirrorModuleTest {

  private static final MySqlConfig NOWHERE =
      MySqlConfig.of("jdbc:mysql://DB.invalid/peering?socksProxyHost=none.invalid", "u", "hush");

  /** The host has no address, and no thread is there that would look for it. */
  @Test
  void modules_several_makeTargetsAndAskNobody() {
    Set<MirrorTarget> targets =
        Guice.createInjector(
                Stage.PRODUCTION,
                binder -> binder.bind(Scheduler.class).toInstance((delay, task) -> () -> {}),
                new MySqlMirrorModule(MySqlMirrorConfig.of("nowhere", NOWHERE).withPrefix("pdb_")),
                new MySqlMirrorModule(MySqlMirrorConfig.of("nowhere else", NOWHERE)))
            .getInstance(Key.get(new TypeLiteral<Set<MirrorTarget>>() {}));

    assertThat(targets)
        .extracting(MirrorTarget::name, MirrorTarget::place)
        .containsExactlyInAnyOrder(
            tuple("nowhere", "db.invalid:3306/peering pdb_"),
            tuple("nowhere else", "db.invalid:3306/peering"));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains("mirror nowhere"));
  }
}
