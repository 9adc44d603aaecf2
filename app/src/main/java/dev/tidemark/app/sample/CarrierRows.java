package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Carriers, and the facilities that they are in. */
final class CarrierRows {

  private final World world;
  private final Dice dice;
  private final Words words;

  CarrierRows(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.words = new Words(dice);
  }

  ObjectNode carrier(int index) {
    World.Named carrier = world.carriers().get(index);
    ObjectNode row = Fields.row(carrier.id());
    row.put("org_id", carrier.org().id()).put("org_name", carrier.org().name());
    row.put("name", carrier.name());
    row.put("aka", dice.maybe(0.25, () -> words.brand()));
    row.put("name_long", dice.maybe(0.15, () -> carrier.name() + " International"));
    Fields.links(row, dice, Words.website(carrier.name()));
    row.put("notes", dice.maybe(0.4, () -> words.notes(30)));
    row.put("fac_count", world.links().carrierfac().ofLeft()[index]);
    Fields.logo(row, dice, "carrier");
    return row;
  }

  ObjectNode presence(int index) {
    Links.Pairs links = world.links().carrierfac();
    World.Site site = world.sites().get(links.right()[index]);
    ObjectNode row = Fields.row(world.ids(Kind.CARRIERFAC).live().get(index));
    row.put("name", site.name());
    row.put("carrier_id", world.carriers().get(links.left()[index]).id());
    row.put("fac_id", site.id());
    return row;
  }
}
