package dev.tidemark.adapter.http;

import dev.tidemark.core.origin.spi.Header;
import dev.tidemark.core.origin.spi.OriginRequest.Sender;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which headers are handed on, and which are for one connection alone.
 *
 * @param name of this node in {@code Via}, which no other one has
 */
record EndToEnd(String name) {

  private static final Set<String> ONE_CONNECTION =
      Set.of(
          "connection",
          "http2-settings",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** The client writes these itself, or the server has dealt with them. */
  private static final Set<String> OWN = Set.of("content-length", "expect", "host");

  /** Where proxies and those behind them write and look up who asks, and for what. */
  private static final Set<String> WHO =
      Set.of(
          "cf-connecting-ip",
          "cf-connecting-ipv6",
          "client-ip",
          "fastly-client-ip",
          "fly-client-ip",
          "forwarded",
          "forwarded-for",
          "front-end-https",
          "true-client-ip",
          "x-client-ip",
          "x-cluster-client-ip",
          "x-host",
          "x-http-host-override",
          "x-original-url",
          "x-real-ip",
          "x-remote-addr",
          "x-remote-ip",
          "x-rewrite-url");

  /** What the origin is told: what came, without lies about who asked, and who did. */
  List<Header> toOrigin(List<Header> came, Sender sender) {
    Predicate<String> named = namedByConnection(came);
    List<Header> kept = new ArrayList<>();
    for (Header each : came) {
      String key = key(each);
      if (!isOfOneConnection(key) && !named.test(key) && !OWN.contains(key) && !tellsWho(key)) {
        kept.add(each);
      }
    }
    kept.add(new Header("X-Forwarded-For", sender.address()));
    kept.add(new Header("X-Forwarded-Proto", sender.scheme()));
    kept.add(new Header("X-Forwarded-Host", sender.host()));
    kept.add(new Header("Via", "1.1 " + name));
    return kept;
  }

  /** Whether a request has come through here already. */
  boolean wasHere(List<Header> came) {
    return came.stream()
        .anyMatch(each -> each.name().equalsIgnoreCase("Via") && each.value().contains(name));
  }

  /** A server that makes variables of headers takes {@code X_Real_IP} for {@code X-Real-IP}. */
  private static String key(Header header) {
    return header.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What whoever asked is told. */
  static List<Header> fromOrigin(HttpHeaders came) {
    List<Header> all = all(came);
    Predicate<String> named = namedByConnection(all);
    return all.stream()
        .filter(each -> !isOfOneConnection(each.name().toLowerCase(Locale.ROOT)))
        .filter(each -> !named.test(each.name().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static List<Header> all(HttpHeaders came) {
    List<Header> all = new ArrayList<>();
    came.map().forEach((name, values) -> values.forEach(each -> all.add(new Header(name, each))));
    return all;
  }

  private static boolean isOfOneConnection(String name) {
    return ONE_CONNECTION.contains(name) || name.startsWith("proxy-");
  }

  private static boolean tellsWho(String name) {
    return WHO.contains(name)
        || name.startsWith("x-forwarded")
        || name.startsWith("x-original-")
        || name.startsWith("x-envoy-");
  }

  /** The length of a body is for both ends, whatever a connection says. */
  private static Predicate<String> namedByConnection(List<Header> came) {
    Set<String> names = new HashSet<>();
    came.stream()
        .filter(each -> each.name().equalsIgnoreCase("connection"))
        .flatMap(each -> Stream.of(each.value().split(",")))
        .map(each -> each.trim().toLowerCase(Locale.ROOT))
        .filter(each -> !each.equals("content-length"))
        .forEach(names::add);
    return names::contains;
  }
}
