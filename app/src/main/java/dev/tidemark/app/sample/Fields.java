package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The groups of fields that several types share. */
final class Fields {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Fields() {}

  static ObjectNode row(long id) {
    return NODES.objectNode().put("id", id);
  }

  static ArrayNode list(String... items) {
    ArrayNode list = NODES.arrayNode();
    for (String item : items) {
      list.add(item);
    }
    return list;
  }

  /** The website, and the list of links that repeats it. */
  static void links(ObjectNode row, Dice dice, String website) {
    row.put("website", website);
    ArrayNode media = row.putArray("social_media");
    if (dice.chance(0.15)) {
      String account = "account" + dice.between(1, 99_999);
      media.addObject().put("service", dice.pick("x", "linkedin")).put("identifier", account);
    }
    if (!website.isEmpty()) {
      media.addObject().put("service", "website").put("identifier", website);
    }
  }

  static void logo(ObjectNode row, Dice dice, String type) {
    String file = type + "-" + row.get("id") + "-" + dice.between(10_000_000, 99_999_999) + ".png";
    String url = "https://media.sample.example/media/logos_user_supplied/" + file;
    row.put("logo", dice.chance(0.04) ? url : null);
  }

  static void address(ObjectNode row, Words words, Dice dice, City city) {
    row.put("address1", words.street());
    row.put("address2", dice.maybe(0.2, () -> "Building " + dice.between(1, 9)));
    row.put("city", city.name());
    row.put("country", city.country());
    row.put("state", city.state());
    row.put("zipcode", words.zipcode());
    row.put("floor", dice.maybe(0.05, () -> dice.between(1, 20) + "F"));
    row.put("suite", dice.maybe(0.05, () -> "Suite " + dice.between(100, 900)));
    if (dice.chance(0.6)) {
      row.put("latitude", city.latitude()).put("longitude", city.longitude());
    } else {
      row.putNull("latitude").putNull("longitude");
    }
  }
}
