package dev.tidemark.app.config;

import dev.tidemark.app.http.Listen;
import dev.tidemark.core.settings.Password;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How an edge takes snapshots, and what it does with writes. */
public final class EdgeSettings {

  /** What an edge does with a request that it cannot answer from its snapshot. */
  public enum Writes {
    /** It sends the request on to the origin, and the answer back. */
    PROXY,
    /** It says where the origin is. */
    REDIRECT,
    /** It says no. */
    REFUSE
  }

  public static final Setting<Listen> LISTEN =
      Setting.of("edge.listen", "0.0.0.0:9443", "where snapshots come in, over UDP", Listen::parse);

  public static final Setting<URI> ORIGIN =
      Setting.optional(
          "edge.origin", "address of the service that takes the writes", Values::baseAddress);

  public static final Setting<Path> ORIGIN_TRUST_STORE =
      Setting.optional(
          "edge.origin-trust-store",
          "PKCS12 or JKS file with the certificates that are trusted where the origin is https;"
              + " without it, those that Java trusts",
          Values::path);

  public static final Setting<Password> ORIGIN_TRUST_STORE_PASSWORD =
      Setting.secret("edge.origin-trust-store-password", "password of that file", Password::new);

  public static final Setting<Writes> WRITES =
      Setting.of(
          "edge.writes",
          "proxy",
          "what is done with writes: proxy sends them on to the origin, redirect says where it is,"
              + " refuse says no",
          Values.oneOf(Writes.class));

  public static final Setting<List<String>> SNAPSHOTS =
      Setting.of(
          "edge.snapshots", "public", "names of the snapshots that are taken", Values::names);

  public static final Setting<List<String>> PEERS =
      Setting.of(
          "edge.peers",
          "origin",
          "names in the certificates of those who may push; * for any that the authority vouches"
              + " for",
          Values::names);

  public static final Setting<Duration> MAX_AGE =
      Setting.of(
          "edge.max-age",
          "24h",
          "age from which on a snapshot is not taken, and /readyz says no",
          Values::someTime);

  public static final Setting<Long> MAX_SIZE =
      Setting.of("edge.max-size", "2GB", "largest snapshot that is taken", Values::size);

  public static final Setting<Integer> KEEP =
      Setting.of(
          "edge.keep",
          "3",
          "how many generations of each snapshot stay in the data directory",
          Values::someNumber);

  public static final Setting<Path> TRUSTED_KEYS =
      Setting.optional(
          "edge.trusted-keys",
          "PEM file with Ed25519 public keys; with it, only what one of them has signed is taken",
          Values::path);

  public static final Setting<String> ACCEPT_V1 =
      Setting.optional(
          "edge.accept-v1",
          "name of the snapshot as which files of the older protocol are taken; without it, none"
              + " is",
          Values::text);

  static final List<Setting<?>> ALL =
      List.of(
          LISTEN,
          ORIGIN,
          ORIGIN_TRUST_STORE,
          ORIGIN_TRUST_STORE_PASSWORD,
          WRITES,
          SNAPSHOTS,
          PEERS,
          MAX_AGE,
          MAX_SIZE,
          KEEP,
          TRUSTED_KEYS,
          ACCEPT_V1);

  private EdgeSettings() {}
}
