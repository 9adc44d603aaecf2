package dev.tidemark.app.gateway;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A row of {@link Tables#PLATFORM}; there is none that is not valid. */
record Platform(
    String id,
    String name,
    long stickyTtlNs,
    String regexFiltersJson,
    String regionFiltersJson,
    String reverseProxyMissAction,
    String allocationPolicy,
    long updatedAtNs,
    String reverseProxyEmptyAccountBehavior,
    String reverseProxyFixedAccountHeader) {

  private static final Set<String> MISS_ACTIONS = Set.of("TREAT_AS_EMPTY", "REJECT");
  private static final Set<String> POLICIES =
      Set.of("BALANCED", "PREFER_LOW_LATENCY", "PREFER_IDLE_IP");
  private static final Set<String> BEHAVIORS = Set.of("RANDOM", "FIXED_HEADER", "RULE");

  Platform {
    name = name.strip();
    require(!name.isEmpty(), "name", "a name", name);
    regexFiltersJson = Lists.json(Lists.of(regexFiltersJson));
    regionFiltersJson = Lists.json(Lists.of(regionFiltersJson));
    Lists.of(regexFiltersJson).forEach(Pattern::compile);
    Lists.of(regionFiltersJson)
        .forEach(region -> require(region.matches("[a-z]{2}"), "region", "two letters", region));
    reverseProxyMissAction = reverseProxyMissAction.strip();
    require(
        MISS_ACTIONS.contains(reverseProxyMissAction),
        "miss action",
        "a known one",
        reverseProxyMissAction);
    require(POLICIES.contains(allocationPolicy), "policy", "a known one", allocationPolicy);
    if (reverseProxyEmptyAccountBehavior.isBlank()) {
      reverseProxyEmptyAccountBehavior = "RANDOM";
    }
    require(
        BEHAVIORS.contains(reverseProxyEmptyAccountBehavior),
        "empty account behavior",
        "a known one",
        reverseProxyEmptyAccountBehavior);
    reverseProxyFixedAccountHeader = reverseProxyFixedAccountHeader.strip();
    require(
        !reverseProxyEmptyAccountBehavior.equals("FIXED_HEADER")
            || !reverseProxyFixedAccountHeader.isEmpty(),
        "fixed account header",
        "one",
        reverseProxyFixedAccountHeader);
  }

  private static void require(boolean fine, String what, String expected, String found) {
    if (!fine) {
      throw new IllegalArgumentException(
          "platform: expected %s as %s, found '%s'".formatted(expected, what, found));
    }
  }

  static Platform of(String id, String name) {
    return new Platform(
        id, name, 600_000_000_000L, "null", "null", "TREAT_AS_EMPTY", "BALANCED", 1, "", "");
  }

  Platform withFilters(@Nullable List<String> regexes, @Nullable List<String> regions) {
    return new Platform(
        id,
        name,
        stickyTtlNs,
        Lists.json(regexes),
        Lists.json(regions),
        reverseProxyMissAction,
        allocationPolicy,
        updatedAtNs,
        reverseProxyEmptyAccountBehavior,
        reverseProxyFixedAccountHeader);
  }

  Platform withBehavior(String missAction, String behavior, String header) {
    return new Platform(
        id,
        name,
        stickyTtlNs,
        regexFiltersJson,
        regionFiltersJson,
        missAction,
        allocationPolicy,
        updatedAtNs,
        behavior,
        header);
  }

  List<String> regexFilters() {
    return Lists.of(regexFiltersJson);
  }

  List<String> regionFilters() {
    return Lists.of(regionFiltersJson);
  }
}
