package dev.tidemark.app.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This process, as others are told of it. */
final class ThisProcess {

  private ThisProcess() {}

  /** {@code process 4711 on node-1}. */
  static String name() {
    return "process %d on %s".formatted(ProcessHandle.current().pid(), host());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "this machine";
    }
  }
}
