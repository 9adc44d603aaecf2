package dev.tidemark.testkit.mysql;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A kind of server that tests run on. One server of each kind is started when it is first asked for
 * and serves all tests of this JVM, each with databases of its own; it goes with the JVM, however
 * that ends. Tests that kill or fill a server {@linkplain #startAnother start another}.
 *
 * <p>A test class runs once for each of them:
 *
 * <pre>
 * &#64;ParameterizedClass
 * &#64;MethodSource("dev.tidemark.testkit.mysql.MySqlServer#all")
 * record MySqlStoreTest(MySqlServer server) implements StoreContract { ... }
 * </pre>
 *
 * <p>Which there are, the environment says: {@code TIDEMARK_TEST_SERVERS} lists {@code mariadb} and
 * {@code mysql}, and is {@code mariadb} if it is not set; {@code TIDEMARK_TEST_MYSQL_URL} ({@code
 * jdbc:mysql://HOST[:PORT]/?user=USER&password=PASSWORD}, of somebody who may do everything) adds
 * one that runs already. What is listed and cannot be started fails the tests. Servers are started
 * on Linux on x86-64 alone. Safe for use by many threads.
 */
public final class MySqlServer {

  static final String KINDS = "TIDEMARK_TEST_SERVERS";
  static final String URL = "TIDEMARK_TEST_MYSQL_URL";

  private static final Map<Distribution, MySqlServer> STARTED = new ConcurrentHashMap<>();
  private static final AtomicLong DATABASES = new AtomicLong();

  private final String name;
  private final Optional<Distribution> distribution;
  private final Once<MySqlDatabase> administration;

  private MySqlServer(
      String name, Optional<Distribution> distribution, Once<MySqlDatabase> administration) {
    this.name = name;
    this.distribution = distribution;
    this.administration = administration;
  }

  /** Those that tests run on; at least one. */
  public static Stream<MySqlServer> all() {
    List<MySqlServer> all = of(System.getenv());
    if (all.isEmpty()) {
      throw new IllegalStateException(
          "%s names no server and %s is not set: there is nothing to test on"
              .formatted(KINDS, URL));
    }
    return all.stream();
  }

  /** Those of {@link #all()} that can be started more than once. */
  public static Stream<MySqlServer> startable() {
    return all().filter(server -> server.distribution.isPresent());
  }

  static List<MySqlServer> of(Map<String, String> environment) {
    Stream<MySqlServer> ours =
        Arrays.stream(environment.getOrDefault(KINDS, "mariadb").split(","))
            .map(String::strip)
            .filter(kind -> !kind.isEmpty())
            .map(Distribution::named)
            .map(kind -> STARTED.computeIfAbsent(kind, MySqlServer::ours));
    Stream<MySqlServer> others =
        Optional.ofNullable(environment.get(URL)).map(MySqlServer::another).stream();
    return Stream.concat(ours, others).toList();
  }

  private static MySqlServer ours(Distribution distribution) {
    return new MySqlServer(
        distribution.toString(),
        Optional.of(distribution),
        new Once<>(() -> MySqlInstance.start(distribution, List.of()).administration()));
  }

  private static MySqlServer another(String url) {
    MySqlDatabase administration = AdministratorUrl.parse(url);
    return new MySqlServer(
        administration.host() + ":" + administration.port(),
        Optional.empty(),
        new Once<>(() -> administration));
  }

  /** An empty database of a name that no other test has. */
  public MySqlDatabase createDatabase() {
    return createDatabase(administration.get());
  }

  static MySqlDatabase createDatabase(MySqlDatabase administration) {
    String unique =
        "tidemark_%d_%d".formatted(ProcessHandle.current().pid(), DATABASES.incrementAndGet());
    MySqlDatabase database =
        new MySqlDatabase(
            administration.host(),
            administration.port(),
            unique,
            administration.user(),
            administration.password());
    database.create();
    return database;
  }

  /**
   * Starts an empty server of this kind, which the caller may treat as he likes and has to close.
   *
   * @param arguments that {@code mysqld} is given too, such as {@code --local-infile=0}; MariaDB
   *     has TLS only with {@code --ssl=1}
   * @throws UnsupportedOperationException if it is not of {@link #startable()}
   */
  public MySqlInstance startAnother(String... arguments) {
    return MySqlInstance.start(
        distribution.orElseThrow(
            () -> new UnsupportedOperationException(name + " was not started by the tests")),
        List.of(arguments));
  }

  /** Its kind, {@code mariadb} or {@code mysql}, or where it is. */
  @Override
  public String toString() {
    return name;
  }
}
