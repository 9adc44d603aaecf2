package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Organisations. */
final class OrgRows {

  private final World world;
  private final Dice dice;
  private final Words words;

  OrgRows(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.words = new Words(dice);
  }

  ObjectNode org(int index) {
    World.Org org = world.orgs().get(index);
    ObjectNode row = Fields.row(org.id());
    row.put("name", org.name());
    row.put("aka", dice.maybe(0.1, () -> words.brand()));
    row.put("name_long", dice.maybe(0.05, () -> org.name() + " Holding"));
    Fields.links(row, dice, dice.maybe(0.4, () -> Words.website(org.name())));
    row.put("notes", dice.maybe(0.05, () -> words.notes(3)));
    Fields.logo(row, dice, "org");
    Fields.address(row, words, dice, org.city());
    return row;
  }
}
