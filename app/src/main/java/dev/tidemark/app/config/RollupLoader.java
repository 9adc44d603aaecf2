package dev.tidemark.app.config;

import dev.tidemark.app.rollup.ShippedRollups;
import dev.tidemark.core.InvalidConfigurationException;
import dev.tidemark.core.InvalidSchemaException;
import dev.tidemark.core.rollup.ChangesRollup;
import dev.tidemark.core.rollup.PlacedRollup;
import dev.tidemark.core.rollup.RollupDocument;
import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the rollups of the file that the configuration names. */
public final class RollupLoader {

  private RollupLoader() {}

  /**
   * The rollups that people have defined, none without a file. Those in mirrors that are not
   * enabled are checked like the others, and left out.
   *
   * @throws InvalidConfigurationException if the file cannot be read
   * @throws InvalidSchemaException with all that is wrong with what it says
   */
  public static List<PlacedRollup> load(Configuration configuration, Schema schema) {
    return configuration
        .find(Settings.ROLLUP_DEFINITIONS)
        .map(file -> read(file, places(configuration, schema)))
        .orElse(List.of())
        .stream()
        .filter(each -> isKept(configuration, each.place()))
        .toList();
  }

  private static List<PlacedRollup> read(Path file, Map<String, List<EntityType>> places) {
    try {
      return RollupDocument.read(
          file.toString(), Yaml.read(file, Yaml::tree), places, ShippedRollups.names());
    } catch (UnreadableYaml e) {
      throw new InvalidConfigurationException(
          "configuration", List.of(Settings.ROLLUP_DEFINITIONS + ": " + e.getMessage()));
    }
  }

  /** The feed is in the replica alone; a mirror called like the store of the state has none. */
  private static Map<String, List<EntityType>> places(Configuration configuration, Schema schema) {
    Map<String, List<EntityType>> places = new HashMap<>();
    configuration.mirrors().forEach(mirror -> places.put(mirror, schema.types()));
    places.remove(ShippedRollups.STATE);
    List<EntityType> replica = new ArrayList<>(schema.types());
    replica.add(ChangesRollup.FEED);
    places.put(RollupDocument.REPLICA, replica);
    return places;
  }

  private static boolean isKept(Configuration configuration, String place) {
    return place.equals(RollupDocument.REPLICA) || ConfiguredMirror.isEnabled(configuration, place);
  }
}
