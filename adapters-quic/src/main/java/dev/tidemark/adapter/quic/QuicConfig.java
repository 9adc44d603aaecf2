package dev.tidemark.adapter.quic;

import dev.tidemark.core.snapshot.SnapshotSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How snapshots travel, and who may send them here. Nothing in its text is secret.
 *
 * @param listen {@code host:port} to take snapshots at, {@code [v6]:port} too; port 0 for any that
 *     is free; absent where nobody listens
 * @param identity who this side is and whom it believes; absent to encrypt without knowing the
 *     peer, for development alone
 * @param peers who may send snapshots here
 * @param version1Name what snapshots are called here that come by {@code horos-dbsync-v1}, which
 *     has no names; absent to take none
 * @param version1Gzip whether snapshots are packed that go out by {@code horos-dbsync-v1}
 */
public record QuicConfig(
    Optional<String> listen,
    Optional<Identity> identity,
    Peers peers,
    Optional<String> version1Name,
    boolean version1Gzip,
    Limits limits) {

  public QuicConfig {
    listen.ifPresent(Address::parse);
    version1Name
        .filter(name -> !SnapshotSpec.isName(name))
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "expected the name of a snapshot such as public, found " + name);
            });
  }

  /** Both sides prove who they are; nobody is allowed to send anything here yet. */
  public static QuicConfig mutual(Identity identity) {
    return new QuicConfig(
        Optional.empty(),
        Optional.of(identity),
        Peers.NOBODY,
        Optional.empty(),
        false,
        Limits.DEFAULTS);
  }

  /**
   * Encrypted with a certificate that is made up at the start, and believing everybody: whoever
   * reaches the port may send a snapshot, and whoever stands in between may read and change it.
   */
  public static QuicConfig insecure() {
    return new QuicConfig(
        Optional.empty(),
        Optional.empty(),
        Peers.ANYBODY,
        Optional.empty(),
        false,
        Limits.DEFAULTS);
  }

  public QuicConfig listeningAt(String address) {
    return new QuicConfig(
        Optional.of(address), identity, peers, version1Name, version1Gzip, limits);
  }

  public QuicConfig allowing(Peers allowed) {
    return new QuicConfig(listen, identity, allowed, version1Name, version1Gzip, limits);
  }

  public QuicConfig acceptingVersion1As(String name) {
    return new QuicConfig(listen, identity, peers, Optional.of(name), version1Gzip, limits);
  }

  public QuicConfig packingVersion1() {
    return new QuicConfig(listen, identity, peers, version1Name, true, limits);
  }

  public QuicConfig withLimits(Limits changed) {
    return new QuicConfig(listen, identity, peers, version1Name, version1Gzip, changed);
  }

  /** Whether peers are not known to each other. */
  public boolean isInsecure() {
    return identity.isEmpty();
  }

  /**
   * Files in PEM.
   *
   * @param certificates its own one first, then those that lead to the authority's
   * @param key the private key of the first, EC or RSA, as PKCS 8 without a password
   * @param authority certificates of those whose word counts for a peer
   */
  public record Identity(Path certificates, Path key, Path authority) {}

  /**
   * Who may send snapshots here.
   *
   * @param anybody whoever has a certificate of the authority
   * @param names otherwise: one of the DNS names in the certificate, or its common name where it
   *     has none; in any letters, kept in small ones
   */
  public record Peers(boolean anybody, Set<String> names) {

    public static final Peers NOBODY = new Peers(false, Set.of());

    /** Whoever has a certificate of the authority. */
    public static final Peers ANYBODY = new Peers(true, Set.of());

    public Peers {
      names =
          names.stream()
              .map(name -> name.toLowerCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet());
    }

    public static Peers named(Set<String> names) {
      return new Peers(false, names);
    }

    boolean allow(String name) {
      return anybody || names.contains(name);
    }
  }

  /**
   * What is not exceeded, whatever a peer does.
   *
   * @param idle after which a connection counts as lost that nothing came from; one that is kept is
   *     heard of several times within it
   * @param connect until a connection stands
   * @param silence within which a push gets on, by a byte at least or by a sign of life
   * @param connections at once, of all peers, at a listener
   * @param pushes at once, of all peers, at a listener
   * @param socketBuffer in bytes, each way; the system may give less: {@code net.core.rmem_max} and
   *     {@code net.core.wmem_max} on Linux
   */
  public record Limits(
      Duration idle,
      Duration connect,
      Duration silence,
      int connections,
      int pushes,
      int socketBuffer) {

    public static final Limits DEFAULTS =
        new Limits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            256,
            32,
            4 << 20);

    public Limits {
      positive("idle timeout", idle);
      positive("connect timeout", connect);
      positive("silence", silence);
      positive("number of connections", connections);
      positive("number of pushes", pushes);
      positive("socket buffer", socketBuffer);
    }

    public Limits withIdle(Duration timeout) {
      return new Limits(timeout, connect, silence, connections, pushes, socketBuffer);
    }

    public Limits withConnect(Duration timeout) {
      return new Limits(idle, timeout, silence, connections, pushes, socketBuffer);
    }

    public Limits withSilence(Duration timeout) {
      return new Limits(idle, connect, timeout, connections, pushes, socketBuffer);
    }

    public Limits withConnections(int most) {
      return new Limits(idle, connect, silence, most, pushes, socketBuffer);
    }

    public Limits withPushes(int most) {
      return new Limits(idle, connect, silence, connections, most, socketBuffer);
    }

    private static void positive(String name, Duration value) {
      if (value.toMillis() < 1) {
        throw new IllegalArgumentException(
            "the " + name + " is " + value + ", expected a millisecond or more");
      }
    }

    private static void positive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException("the " + name + " is " + value + ", expected 1 or more");
      }
    }
  }
}
