package dev.tidemark.adapter.quic;

import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Certificates for trying out what is pushed between machines. Whoever runs a CA of their own needs
 * none of it.
 *
 * @param directory where the files are, or come
 */
public record CertificatesConfig(Path directory) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3_650);
  private static final Duration LIFE = Duration.ofDays(825);

  public static CertificatesConfig in(Path directory) {
    return new CertificatesConfig(directory);
  }

  /**
   * Makes a CA, {@code ca.pem} and {@code ca.key}, and for each name a certificate of it, {@code
   * NAME.pem} and {@code NAME.key}, good for both sides of a connection: EC P-256, keys as PKCS 8
   * that only their owner can read. Each is valid for the name, for {@code localhost} and for the
   * loopback addresses. The CA lives for ten years, the others for two and a quarter.
   *
   * @param names as DNS has them, in small letters
   * @return the files, in the order in which they were made
   * @throws InvalidConfigurationException if a name is none, or a file is there already: nothing is
   *     made then
   * @throws StorageException if a file cannot be written
   */
  public List<Path> create(List<String> names, Clock clock) {
    check(names);
    try {
      Files.createDirectories(directory);
      Authority authority = Authority.create("tidemark-ca", clock.instant(), AUTHORITY_LIFE);
      List<Path> made = new ArrayList<>();
      write("ca", authority.keys().getPrivate(), authority.certificate(), made);
      for (String name : names) {
        Authority.Issued issued =
            authority.issue(
                Stream.of(name, "localhost", "127.0.0.1", "::1").distinct().toList(),
                clock.instant(),
                LIFE);
        write(name, issued.key(), issued.certificate(), made);
      }
      return List.copyOf(made);
    } catch (IOException e) {
      throw new StorageException("making certificates in " + directory + ": " + e, false, e);
    }
  }

  /** Where the files of this name are, for {@link QuicConfig#mutual}. */
  public QuicConfig.Identity identity(String name) {
    return new QuicConfig.Identity(
        directory.resolve(name + ".pem"),
        directory.resolve(name + ".key"),
        directory.resolve("ca.pem"));
  }

  private void check(List<String> names) {
    List<String> problems = new ArrayList<>();
    names.stream()
        .filter(name -> !NAME.matcher(name).matches() || name.equals("ca"))
        .forEach(
            name ->
                problems.add("expected a DNS name in small letters that is not ca, found " + name));
    Stream.concat(Stream.of("ca"), names.stream().distinct())
        .flatMap(name -> Stream.of(name + ".pem", name + ".key"))
        .map(directory::resolve)
        .filter(Files::exists)
        .forEach(file -> problems.add("there is " + file + " already, which is not replaced"));
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException("certificates", problems);
    }
  }

  private void write(String name, PrivateKey key, X509Certificate certificate, List<Path> made)
      throws IOException {
    Path open = directory.resolve(name + ".pem");
    Path secret = directory.resolve(name + ".key");
    write(secret, new JcaPKCS8Generator(key, null), ownersAlone());
    write(open, new JcaMiscPEMGenerator(certificate));
    made.add(open);
    made.add(secret);
  }

  private static void write(Path file, PemObjectGenerator content, FileAttribute<?>... attributes)
      throws IOException {
    Files.createFile(file, attributes);
    try (PemWriter out =
        new PemWriter(
            Files.newBufferedWriter(file, StandardCharsets.US_ASCII, StandardOpenOption.WRITE))) {
      out.writeObject(content);
    }
  }

  private static FileAttribute<?>[] ownersAlone() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
