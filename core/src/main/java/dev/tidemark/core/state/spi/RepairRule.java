package dev.tidemark.core.state.spi;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Reference;
import java.util.List;

/** Which rows of the weak tier are of no use any more. */
public sealed interface RepairRule {

  /** The type whose rows it is about. */
  EntityType type();

  /** In words: {@code lease without its platform}. */
  String text();

  /**
   * Rows whose reference holds and whose parent is not there.
   *
   * @param strong whether the parent is of the strong tier
   */
  record Dangling(EntityType type, Reference reference, EntityType parent, boolean strong)
      implements RepairRule {

    @Override
    public String text() {
      return type
          + " without its "
          + parent
          + reference.onlyWhile().map(c -> " while " + c.field() + " = " + c.value()).orElse("");
    }
  }

  /** Rows that none of the references that keep them refers to any more. */
  record Unkept(EntityType type, List<Keeper> keepers) implements RepairRule {
    public Unkept {
      keepers = List.copyOf(keepers);
    }

    @Override
    public String text() {
      return type + " that no " + String.join(" or ", names()) + " keeps";
    }

    private List<String> names() {
      return keepers.stream().map(keeper -> keeper.type().name()).distinct().toList();
    }
  }

  /** A reference that keeps its target, and the type that has it. */
  record Keeper(EntityType type, Reference reference) {}
}
