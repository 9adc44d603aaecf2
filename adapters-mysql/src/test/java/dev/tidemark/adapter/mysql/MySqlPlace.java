package dev.tidemark.adapter.mysql;

import dev.tidemark.core.mirror.spi.MirrorTarget;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.RowKey;
import dev.tidemark.core.time.Scheduler;
import dev.tidemark.testkit.contract.MirrorFixture.MirrorPlace;
import dev.tidemark.testkit.mysql.MySqlDatabase;
import dev.tidemark.testkit.mysql.MySqlServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A place for a mirror in a database of its own. */
final class MySqlPlace implements MirrorPlace {

  static final String PREFIX = "m_";

  private final MySqlDatabase database;
  private final Deque<MySqlMirrorTarget> targets = new ArrayDeque<>();

  MySqlPlace(MySqlDatabase database) {
    this.database = database;
  }

  static MySqlPlace on(MySqlServer server) {
    return new MySqlPlace(server.createDatabase());
  }

  MySqlDatabase database() {
    return database;
  }

  /**
   * Of a mirror whose comparisons may take longer than usual: the machine of a test may be busy.
   */
  static MySqlMirrorConfig config(MySqlDatabase database) {
    MySqlMirrorConfig usual = usualConfig(database);
    return new MySqlMirrorConfig(
        usual.name(), usual.database(), usual.prefix(), Duration.ofMinutes(1), usual.busyThreads());
  }

  static MySqlMirrorConfig usualConfig(MySqlDatabase database) {
    return MySqlMirrorConfig.of(
            "reporting", MySqlConfig.of(database.url(), database.user(), database.password()))
        .withPrefix(PREFIX);
  }

  @Override
  public MirrorTarget newTarget() {
    return newTarget(config(database));
  }

  MySqlMirrorTarget newTarget(MySqlMirrorConfig config) {
    return newTarget(config, (delay, task) -> () -> {});
  }

  /** With a scheduler that may run something after all. */
  MySqlMirrorTarget newTarget(MySqlMirrorConfig config, Scheduler scheduler) {
    MySqlMirrorTarget target = new MySqlMirrorTarget(config, scheduler);
    targets.push(target);
    return target;
  }

  @Override
  public void refuse(EntityType type, RowKey key) {
    for (String event : List.of("INSERT", "UPDATE", "DELETE")) {
      String row = event.equals("DELETE") ? "OLD" : "NEW";
      database.execute(
          "CREATE TRIGGER no_%s BEFORE %s ON %s%s FOR EACH ROW IF %s THEN SIGNAL SQLSTATE '45000'; END IF"
              .formatted(event, event, PREFIX, type.name(), is(type, row, key)));
    }
  }

  private static String is(EntityType type, String row, RowKey key) {
    return IntStream.range(0, type.key().size())
        .mapToObj(i -> "%s.%s = %s".formatted(row, type.key().get(i), literal(key.values().get(i))))
        .collect(Collectors.joining(" AND "));
  }

  private static String literal(Object value) {
    return value instanceof String text
        ? "X'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "'"
        : value.toString();
  }

  @Override
  public void close() {
    targets.forEach(MySqlMirrorTarget::close);
    database.close();
  }
}
