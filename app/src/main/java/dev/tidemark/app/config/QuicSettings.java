package dev.tidemark.app.config;

import java.nio.file.Path;
import java.util.List;

/** Who this node is to those that snapshots are pushed to, or come from. */
public final class QuicSettings {

  public static final Setting<Path> CERTIFICATE =
      Setting.optional(
          "quic.certificate", "PEM file with the certificate of this node", Values::path);

  public static final Setting<Path> KEY =
      Setting.optional(
          "quic.key", "PEM file with its private key, as PKCS8 without a password", Values::path);

  public static final Setting<Path> CA =
      Setting.optional(
          "quic.ca", "PEM file with the authority that vouches for the other nodes", Values::path);

  public static final Setting<Boolean> INSECURE =
      Setting.of(
          "quic.insecure",
          "false",
          "whether nobody has to prove who they are; on one's own machine only",
          Values::flag);

  /** All of them or none. */
  static final List<Setting<Path>> FILES = List.of(CERTIFICATE, KEY, CA);

  static final List<Setting<?>> ALL = List.of(CERTIFICATE, KEY, CA, INSECURE);

  private QuicSettings() {}
}
