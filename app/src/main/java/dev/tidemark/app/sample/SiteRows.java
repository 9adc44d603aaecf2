package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Campuses and facilities. The last facilities stand on campuses that are still pending. */
final class SiteRows {

  private final World world;
  private final Dice dice;
  private final Words words;

  SiteRows(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.words = new Words(dice);
  }

  ObjectNode campus(World.Site campus) {
    ObjectNode row = Fields.row(campus.id());
    row.put("org_id", campus.org().id()).put("org_name", campus.org().name());
    row.put("name", campus.name());
    row.put("name_long", dice.chance(0.4) ? null : "");
    row.put("notes", dice.maybe(0.1, () -> words.notes(3)));
    row.put("aka", dice.chance(0.4) ? null : dice.maybe(0.1, () -> words.brand()));
    Fields.links(row, dice, Words.website(campus.org().name()));
    row.put("country", campus.city().country()).put("city", campus.city().name());
    row.put("zipcode", words.zipcode()).put("state", campus.city().state());
    row.putNull("logo");
    return row;
  }

  ObjectNode facility(int index) {
    World.Site site = world.sites().get(index);
    ObjectNode row = Fields.row(site.id());
    row.put("org_id", site.org().id()).put("org_name", site.org().name());
    row.put("campus_id", campusOf(index));
    row.put("name", site.name());
    row.put("aka", dice.maybe(0.15, () -> words.company()));
    row.put("name_long", "");
    Fields.links(row, dice, Words.website(site.org().name()));
    row.put("clli", dice.maybe(0.3, () -> "CLLI" + dice.between(10, 99)));
    row.put("rencode", "");
    row.put("npanxx", dice.maybe(0.2, () -> dice.between(200, 999) + "-555"));
    row.put("notes", dice.maybe(0.2, () -> words.notes(4)));
    counts(row, index);
    contacts(row);
    properties(row, site.city());
    Fields.logo(row, dice, "facility");
    Fields.address(row, words, dice, site.city());
    return row;
  }

  private @Nullable Long campusOf(int index) {
    int pending = index - (world.sites().size() - world.pendingCampuses().size());
    if (pending >= 0) {
      return world.pendingCampuses().get(pending).id();
    }
    int campus = index / 2;
    return campus < world.campuses().size() ? world.campuses().get(campus).id() : null;
  }

  private void counts(ObjectNode row, int index) {
    row.put("net_count", world.links().netfac().ofRight()[index]);
    row.put("ix_count", world.links().ixfac().ofRight()[index]);
    row.put("carrier_count", world.links().carrierfac().ofRight()[index]);
  }

  private void contacts(ObjectNode row) {
    row.put("sales_email", dice.maybe(0.3, () -> words.mail("sales")));
    row.put("sales_phone", dice.maybe(0.2, () -> words.phone()));
    row.put("tech_email", dice.maybe(0.3, () -> words.mail("noc")));
    row.put("tech_phone", dice.maybe(0.2, () -> words.phone()));
  }

  private void properties(ObjectNode row, City city) {
    boolean known = dice.chance(0.3);
    row.set("available_voltage_services", known ? Fields.list("48 VDC", "400 VAC") : Fields.list());
    row.put("diverse_serving_substations", known ? dice.chance(0.5) : null);
    row.put("property", known ? dice.pick("Owner", "Lessee", "") : null);
    row.put("region_continent", city.continent());
    row.put("status_dashboard", known ? dice.maybe(0.3, () -> "https://status.example/") : null);
  }
}
