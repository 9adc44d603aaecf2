package dev.tidemark.app.gateway;

import com.google.inject.Module;
import dev.tidemark.adapter.sqlite.SqliteStateConfig;
import dev.tidemark.adapter.sqlite.SqliteStateModule;
import dev.tidemark.app.gateway.Values.Latency;
import dev.tidemark.app.gateway.Values.Lease;
import dev.tidemark.app.gateway.Values.Link;
import dev.tidemark.app.gateway.Values.NodeDynamic;
import dev.tidemark.app.gateway.Values.NodeStatic;
import dev.tidemark.app.gateway.Values.SystemConfig;
import dev.tidemark.assembly.AmbientModule;
import dev.tidemark.assembly.Application;
import dev.tidemark.assembly.StateModule;
import dev.tidemark.core.event.Listener;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.state.Codec;
import dev.tidemark.core.state.FlushPolicy;
import dev.tidemark.core.state.RepairGuard;
import dev.tidemark.core.state.StateEngine;
import dev.tidemark.core.state.StateTerms;
import dev.tidemark.core.state.StrongTable;
import dev.tidemark.core.state.WeakTable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The gateway's state, open: every table, and a way to each file behind them. */
final class Gateway implements AutoCloseable {

  /** So that a test alone says when the weak tier is written. */
  static final FlushPolicy NEVER = FlushPolicy.of(Long.MAX_VALUE, Duration.ofDays(1));

  final StateEngine state;
  final StrongTable<SystemConfig> config;
  final StrongTable<Platform> platforms;
  final StrongTable<Subscription> subscriptions;
  final StrongTable<Row> rules;
  final WeakTable<NodeStatic> nodes;
  final WeakTable<Link> links;
  final WeakTable<NodeDynamic> dynamics;
  final WeakTable<Latency> latencies;
  final WeakTable<Lease> leases;
  private final AutoCloseable opened;

  Gateway(StateEngine state, AutoCloseable opened) {
    this.state = state;
    this.opened = opened;
    this.config = state.strong(Codec.records(Tables.CONFIG, SystemConfig.class));
    this.platforms = state.strong(Codec.records(Tables.PLATFORM, Platform.class));
    this.subscriptions = state.strong(Codec.records(Tables.SUBSCRIPTION, Subscription.class));
    this.rules = state.strong(Codec.rows(Tables.RULE));
    this.nodes = state.weak(Codec.records(Tables.NODE, NodeStatic.class));
    this.links = state.weak(Codec.records(Tables.LINK, Link.class));
    this.dynamics = state.weak(Codec.records(Tables.DYNAMIC, NodeDynamic.class));
    this.latencies = state.weak(Codec.records(Tables.LATENCY, Latency.class));
    this.leases = state.weak(Codec.records(Tables.LEASE, Lease.class));
  }

  static Gateway open(Path directory) {
    return open(directory, Listener.NONE);
  }

  static Gateway open(Path directory, Listener listener) {
    return open(new SqliteStateModule(SqliteStateConfig.in(directory)), () -> NEVER, listener);
  }

  static Gateway open(Module stores, Supplier<FlushPolicy> flush, Listener listener) {
    Application application = start(stores, flush, listener);
    return new Gateway(application.get(StateEngine.class), application);
  }

  private static Application start(Module stores, Supplier<FlushPolicy> flush, Listener listener) {
    return Application.start(
        new AmbientModule(Clock.systemUTC(), listener),
        new StateModule(Tables.SCHEMA, new StateTerms(flush, RepairGuard.DEFAULTS)),
        stores);
  }

  /** A platform {@code p}, a subscription {@code s}, and what goes with each node of these. */
  Gateway fill(String... hashes) {
    platforms.save(Platform.of("p", "platform"));
    subscriptions.save(Subscription.of("s", "subscription"));
    for (String hash : hashes) {
      putAll(hash);
    }
    return this;
  }

  /** A node and a row of everything that refers to it. */
  void putAll(String hash) {
    nodes.put(Values.node(hash));
    links.put(Values.link("s", hash));
    dynamics.put(Values.dynamic(hash, 0));
    latencies.put(Values.latency(hash, "example.org", 1));
    leases.put(Values.lease("p", "account " + hash, hash));
  }

  static <V> List<V> all(WeakTable<V> table) {
    List<V> found = new ArrayList<>();
    table.forEach(found::add);
    return found;
  }

  /** How many rows of each weak type there are, in the order of the schema. */
  String counts() {
    return List.of(nodes, links, dynamics, latencies, leases).stream()
        .map(table -> String.valueOf(all(table).size()))
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    try {
      opened.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
