package dev.tidemark.core.state;

import dev.tidemark.core.schema.EntityType;
import dev.tidemark.core.schema.Field;
import dev.tidemark.core.schema.Row;
import dev.tidemark.core.schema.RowKey;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records by reflection; all that can be wrong is found when it is made. */
final class RecordCodec<R extends Record> implements Codec<R> {

  private static final Map<Class<?>, Class<?>> BOXED =
      Map.of(
          long.class, Long.class,
          int.class, Long.class,
          Integer.class, Long.class,
          double.class, Double.class,
          boolean.class, Boolean.class);

  private final EntityType type;
  private final Constructor<R> constructor;
  private final List<Part> parts;
  private final List<Part> keyParts;

  private RecordCodec(EntityType type, Constructor<R> constructor, List<Part> parts) {
    this.type = type;
    this.constructor = constructor;
    this.parts = parts;
    this.keyParts =
        type.key().stream()
            .map(type::indexOf)
            .map(index -> parts.stream().filter(part -> part.index == index).findFirst())
            .flatMap(Optional::stream)
            .toList();
  }

  static <R extends Record> RecordCodec<R> of(EntityType type, Class<R> record) {
    List<String> problems = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      part(type, component, problems).ifPresent(parts::add);
    }
    type.fields().stream()
        .map(Field::name)
        .filter(name -> parts.stream().noneMatch(part -> part.index == type.indexOf(name)))
        .forEach(name -> problems.add("no component for the field " + name));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "record %s for %s: %s"
              .formatted(record.getSimpleName(), type, String.join("; ", problems)));
    }
    return new RecordCodec<>(type, constructor(record), parts);
  }

  private static Optional<Part> part(
      EntityType type, RecordComponent component, List<String> problems) {
    String name =
        type.field(component.getName()).isPresent() ? component.getName() : snake(component);
    Optional<Field> field = type.field(name);
    if (field.isEmpty()) {
      problems.add("no field for the component " + component.getName());
      return Optional.empty();
    }
    Part part = new Part(component, type.indexOf(name));
    if (!part.valueClass().equals(field.get().type().javaClass())) {
      problems.add(
          "%s is %s, which does not hold %s"
              .formatted(component.getName(), part.held.getSimpleName(), field.get().signature()));
    } else if (field.get().nullable() && !part.optional) {
      problems.add(component.getName() + " may be null; make it an Optional");
    }
    return Optional.of(part);
  }

  /** {@code failuresInARow} is {@code failures_in_a_row}. */
  private static String snake(RecordComponent component) {
    return component
        .getName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  private static <R extends Record> Constructor<R> constructor(Class<R> record) {
    Class<?>[] types =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = record.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has this constructor: " + record, e);
    }
  }

  @Override
  public EntityType type() {
    return type;
  }

  @Override
  public RowKey key(R value) {
    Object[] key = new Object[keyParts.size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = Objects.requireNonNull(keyParts.get(i).of(value));
    }
    return RowKey.of(key);
  }

  @Override
  public Row encode(R value) {
    Row.Builder row = Row.builder(type);
    for (Part part : parts) {
      row.set(part.index, part.of(value));
    }
    return row.build();
  }

  @Override
  public R decode(Row row) {
    Object[] arguments = new Object[parts.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = parts.get(i).argument(row);
    }
    return call(() -> constructor.newInstance(arguments));
  }

  /** Two of the same type and record do the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordCodec<?> codec
        && type.equals(codec.type)
        && constructor.equals(codec.constructor);
  }

  @Override
  public int hashCode() {
    return constructor.hashCode();
  }

  /** What the record itself throws is thrown as it is. */
  private static <T> T call(Reflected<T> what) {
    try {
      return what.call();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record that was accessible is not any more", e);
    }
  }

  private interface Reflected<T> {
    T call() throws ReflectiveOperationException;
  }

  /** A component, and the field that it stands for. */
  private static final class Part {

    private final RecordComponent component;
    private final int index;
    private final boolean optional;
    private final Class<?> held;

    Part(RecordComponent component, int index) {
      component.getAccessor().setAccessible(true);
      this.component = component;
      this.index = index;
      this.optional = component.getType() == Optional.class;
      this.held = optional ? argumentOf(component) : component.getType();
    }

    private static Class<?> argumentOf(RecordComponent component) {
      return component.getGenericType() instanceof ParameterizedType of
              && of.getActualTypeArguments()[0] instanceof Class<?> argument
          ? argument
          : Object.class;
    }

    Class<?> valueClass() {
      return BOXED.getOrDefault(held, held);
    }

    @Nullable Object of(Record value) {
      Object held = call(() -> component.getAccessor().invoke(value));
      Object found = held instanceof Optional<?> optional ? optional.orElse(null) : held;
      return found instanceof Integer number ? (Object) number.longValue() : found;
    }

    @Nullable Object argument(Row row) {
      Object value = row.value(index);
      Object found =
          value instanceof Long number && (held == int.class || held == Integer.class)
              ? (Object) Math.toIntExact(number)
              : value;
      return optional ? Optional.ofNullable(found) : found;
    }
  }
}
