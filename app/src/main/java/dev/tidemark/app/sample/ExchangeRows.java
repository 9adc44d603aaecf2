package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Exchanges with their LANs, prefixes and facilities. */
final class ExchangeRows {

  private final World world;
  private final Dice dice;
  private final Words words;

  ExchangeRows(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.words = new Words(dice);
  }

  ObjectNode exchange(int index) {
    World.Exchange ix = world.exchanges().get(index);
    ObjectNode row = Fields.row(ix.id());
    row.put("org_id", ix.org().id()).put("name", ix.name());
    row.put("aka", dice.maybe(0.2, () -> words.brand()));
    row.put("name_long", dice.maybe(0.9, () -> ix.name() + " Internet Exchange"));
    row.put("city", ix.city().name()).put("country", ix.city().country());
    row.put("region_continent", ix.city().continent());
    row.put("media", "Ethernet");
    row.put("notes", dice.maybe(0.25, () -> words.notes(5)));
    row.put("proto_unicast", true).put("proto_multicast", false);
    row.put("proto_ipv6", dice.chance(0.9));
    Fields.links(row, dice, Words.website(ix.name()));
    row.put("url_stats", dice.maybe(0.6, () -> Words.website(ix.name()) + "/statistics"));
    contacts(row);
    counts(row, index);
    imports(row);
    terms(row);
    Fields.logo(row, dice, "internetexchange");
    return row;
  }

  private void contacts(ObjectNode row) {
    row.put("tech_email", words.mail("noc"))
        .put("tech_phone", dice.maybe(0.7, () -> words.phone()));
    row.put("policy_email", words.mail("peering"));
    row.put("policy_phone", dice.maybe(0.6, () -> words.phone()));
    row.put("sales_phone", dice.maybe(0.1, () -> words.phone()));
    row.put("sales_email", dice.maybe(0.2, () -> words.mail("sales")));
  }

  private void counts(ObjectNode row, int index) {
    row.put("net_count", world.links().netixlan().ofRight()[index]);
    row.put("fac_count", world.links().ixfac().ofLeft()[index]);
  }

  private void imports(ObjectNode row) {
    boolean imported = dice.chance(0.3);
    row.put("ixf_net_count", imported ? dice.between(1, 200) : 0);
    row.put("ixf_last_import", imported ? dice.instant() : null);
    row.put("ixf_import_request", dice.chance(0.15) ? dice.instant() : null);
    row.put("ixf_import_request_status", dice.pick("queued", "queued", "finished", "error"));
  }

  private void terms(ObjectNode row) {
    row.put("service_level", dice.pick("Not Disclosed", "24/7 Support", "Best Effort (no SLA)"));
    row.put("terms", dice.pick("Not Disclosed", "No Commercial Terms", "Recurring Fees"));
    row.put("status_dashboard", dice.chance(0.4) ? null : "");
  }

  ObjectNode lan(int index) {
    World.Exchange ix = world.exchanges().get(index);
    String visible = dice.pick("Private", "Private", "Private", "Users", "Public");
    boolean listed = !visible.equals("Private") || dice.chance(0.2);
    ObjectNode row = Fields.row(ix.id()).put("ix_id", ix.id());
    row.put("name", dice.maybe(0.4, () -> ix.name() + " LAN"));
    row.put("descr", "").put("mtu", dice.chance(0.9) ? 1500 : 9000);
    row.put("dot1q_support", false);
    row.put("rs_asn", dice.chance(0.1) ? null : dice.chance(0.5) ? 64_500L + index % 12 : 0L);
    row.putNull("arp_sponge");
    row.put("ixf_ixp_member_list_url", listed ? Words.website(ix.name()) + "/members.json" : null);
    row.put("ixf_ixp_member_list_url_visible", visible);
    row.put("ixf_ixp_import_enabled", listed);
    return row;
  }

  ObjectNode prefix(int index) {
    int lan = index / 2 % world.exchanges().size();
    boolean four = index % 2 == 0;
    ObjectNode row = Fields.row(world.ids(Kind.IXPFX).live().get(index));
    row.put("ixlan_id", world.exchanges().get(lan).id());
    row.put("protocol", four ? "IPv4" : "IPv6");
    row.put("prefix", four ? Addresses.prefix4(lan) : Addresses.prefix6(lan));
    row.put("in_dfz", dice.chance(0.7));
    return row;
  }

  ObjectNode facility(int index) {
    Links.Pairs links = world.links().ixfac();
    World.Site site = world.sites().get(links.right()[index]);
    ObjectNode row = Fields.row(world.ids(Kind.IXFAC).live().get(index));
    row.put("name", site.name());
    row.put("city", site.city().name()).put("country", site.city().country());
    row.put("ix_id", world.exchanges().get(links.left()[index]).id());
    row.put("fac_id", site.id());
    return row;
  }
}
