package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Networks, their contacts, and where they are. About three in a thousand contacts and ports name a
 * network that is not there.
 */
final class NetworkRows {

  private static final int ONE_DANGLES_IN = 333;
  private static final int[] SPEEDS = {
    1_000, 1_000, 2_000, 10_000, 10_000, 10_000, 20_000, 40_000, 100_000, 100_000, 400_000,
    1_200_000
  };

  private final World world;
  private final Dice dice;
  private final Words words;
  private final int[] seats;

  NetworkRows(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.words = new Words(dice);
    this.seats = new int[world.exchanges().size()];
  }

  ObjectNode network(int index) {
    World.Network net = world.networks().get(index);
    ObjectNode row = Fields.row(net.id());
    row.put("org_id", net.org().id()).put("name", net.name());
    row.put("aka", dice.maybe(0.3, () -> words.company()));
    row.put("name_long", dice.maybe(0.05, () -> net.name() + " Backbone"));
    Fields.links(row, dice, dice.maybe(0.95, () -> Words.website(net.name())));
    row.put("asn", net.asn());
    row.put("looking_glass", dice.maybe(0.2, () -> "https://lg." + Words.host(net.name()) + "/"));
    row.put("route_server", dice.maybe(0.05, () -> "telnet://rs." + Words.host(net.name())));
    row.put("irr_as_set", dice.maybe(0.8, () -> "AS-SAMPLE-" + net.asn()));
    info(row);
    row.put("ix_count", world.links().netixlan().ofLeft()[index]);
    row.put("fac_count", world.links().netfac().ofLeft()[index]);
    row.put("notes", dice.maybe(0.25, () -> words.notes(4)));
    touched(row);
    policy(row, net);
    registry(row);
    Fields.logo(row, dice, "network");
    return row;
  }

  private void info(ObjectNode row) {
    String type = dice.pick("NSP", "Content", "Cable/DSL/ISP", "Educational/Research", "");
    row.put("info_type", type);
    row.set("info_types", type.isEmpty() ? Fields.list() : Fields.list(type));
    row.put("info_prefixes4", dice.chance(0.1) ? null : dice.between(0, 5_000));
    row.put("info_prefixes6", dice.chance(0.1) ? null : dice.between(0, 1_000));
    row.put("info_traffic", dice.pick("", "20-100Mbps", "1-5Gbps", "100-200Gbps", "1-5Tbps"));
    row.put("info_ratio", dice.pick("Balanced", "Mostly Inbound", "Mostly Outbound", ""));
    row.put("info_scope", dice.pick("Regional", "Europe", "Global", "Asia Pacific", ""));
    row.put("info_unicast", true).put("info_multicast", dice.chance(0.1));
    row.put("info_ipv6", dice.chance(0.8));
    row.put("info_never_via_route_servers", dice.chance(0.05));
  }

  private void touched(ObjectNode row) {
    row.put("netixlan_updated", dice.chance(0.8) ? dice.instant() : null);
    row.put("netfac_updated", dice.chance(0.8) ? dice.instant() : null);
    row.put("poc_updated", dice.chance(0.95) ? dice.instant() : null);
  }

  private void policy(ObjectNode row, World.Network net) {
    row.put("policy_url", dice.maybe(0.25, () -> Words.website(net.name()) + "/peering"));
    row.put("policy_general", dice.pick("Open", "Open", "Selective", "Restrictive"));
    row.put("policy_locations", dice.pick("Not Required", "Preferred", "Required - EU"));
    row.put("policy_ratio", dice.chance(0.1));
    row.put("policy_contracts", dice.pick("Not Required", "Private Only", "Required"));
    row.put("allow_ixp_update", dice.chance(0.2));
    row.set("ixp_update_exclude", dice.chance(0.02) ? Fields.list("speed") : Fields.list());
    row.put("status_dashboard", dice.chance(0.5) ? null : "");
  }

  private void registry(ObjectNode row) {
    boolean known = dice.chance(0.98);
    row.put("rir_status", known ? "ok" : null);
    row.put("rir_status_updated", known ? "2024-06-26T04:47:55Z" : null);
  }

  ObjectNode contact(int index) {
    World.Network net = world.networks().get(dice.skewed(world.networks().size()));
    ObjectNode row = Fields.row(world.ids(Kind.POC).live().get(index));
    row.put("net_id", dangles(index) ? missing() : net.id());
    row.put("role", dice.pick("NOC", "Technical", "Policy", "Abuse", "Sales", "Maintenance"));
    row.put("visible", dice.chance(0.08) ? "Public" : "Users");
    row.put("name", dice.maybe(0.9, () -> words.person()));
    row.put("phone", dice.maybe(0.6, () -> words.phone()));
    row.put("email", words.mail("contact"));
    row.put("url", dice.maybe(0.1, () -> Words.website(net.name())));
    return row;
  }

  ObjectNode facility(int index) {
    Links.Pairs links = world.links().netfac();
    World.Network net = world.networks().get(links.left()[index]);
    World.Site site = world.sites().get(links.right()[index]);
    ObjectNode row = Fields.row(world.ids(Kind.NETFAC).live().get(index));
    row.put("name", site.name());
    row.put("city", site.city().name()).put("country", site.city().country());
    row.put("net_id", net.id()).put("fac_id", site.id());
    row.put("local_asn", net.asn());
    return row;
  }

  ObjectNode port(int index) {
    Links.Pairs links = world.links().netixlan();
    World.Network net = world.networks().get(links.left()[index]);
    int lan = links.right()[index];
    World.Exchange ix = world.exchanges().get(lan);
    ObjectNode row = Fields.row(world.ids(Kind.NETIXLAN).live().get(index));
    row.put("net_id", dangles(index) ? missing() : net.id());
    row.put("ix_id", ix.id()).put("name", ix.name()).put("ixlan_id", ix.id());
    row.put("notes", dice.maybe(0.03, () -> "Rack " + dice.between(1, 99)));
    row.put("speed", SPEEDS[dice.between(0, SPEEDS.length - 1)]);
    row.put("asn", net.asn());
    addresses(row, lan);
    row.put("is_rs_peer", dice.chance(0.6)).put("bfd_support", dice.chance(0.1));
    row.put("operational", dice.chance(0.98));
    row.put("net_side_id", sideOrNull()).put("ix_side_id", sideOrNull());
    return row;
  }

  private void addresses(ObjectNode row, int lan) {
    int seat = seats[lan]++;
    row.put("ipaddr4", dice.chance(0.02) ? null : Addresses.member4(lan, seat));
    row.put("ipaddr6", dice.chance(0.1) ? null : Addresses.member6(lan, seat));
  }

  private @Nullable Long sideOrNull() {
    return dice.chance(0.06) ? dice.pick(world.sites()).id() : null;
  }

  private static boolean dangles(int index) {
    return index % ONE_DANGLES_IN == 1;
  }

  private long missing() {
    List<Long> missing = world.ids(Kind.NET).missing();
    return dice.pick(missing);
  }
}
