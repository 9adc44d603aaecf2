package dev.tidemark.core.schema;

import dev.tidemark.core.InvalidSchemaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a schema from a document: the tree of maps, lists and scalars that any YAML or JSON parser
 * gives.
 *
 * <pre>
 * name: peeringdb
 * defaults:
 *   key: id
 *   version: updated
 *   tombstone: {status: deleted}
 *   fields: {id: integer, status: text, updated: instant(seconds)}
 * types:
 *   net:
 *     fields: {asn: integer, name: text, latitude: "real?", social_media: json}
 *     references: {org_id: org, campus_id: "campus?"}   # "?": optional; inside braces, in quotes
 *     indexes: [asn, [name, asn]]
 * </pre>
 *
 * <p>A type takes from {@code defaults} what it does not say itself; {@code version} and {@code
 * tombstone} set to null say that there is none. A field of a reference need not be declared: it is
 * then of its target's key type, and nullable if the reference is optional. A reference or key of
 * several fields is a list in {@code key} and {@code "a, b"} in {@code references}.
 */
public final class SchemaDocument {

  private static final Pattern SIGNATURE =
      Pattern.compile("(\\w+)(?:\\(\\s*(\\w+)\\s*\\))?(\\?)?", Pattern.UNICODE_CHARACTER_CLASS);
  private static final List<String> TYPE_KEYS =
      List.of("key", "version", "tombstone", "fields", "references", "indexes");

  /** Stands in for the key of a type that is not there, which is told once, and not per field. */
  private static final Field OF_UNKNOWN_TYPE = Field.of("unknown", FieldType.INTEGER);

  private final DocumentReader reader = new DocumentReader();
  private final Map<String, Object> document;

  private SchemaDocument(Map<String, Object> document) {
    this.document = document;
  }

  /**
   * The schema that the document describes.
   *
   * @param origin where the document is from, for messages: a file name
   * @throws InvalidSchemaException with all problems of the document and of the schema in it
   */
  public static Schema read(String origin, @Nullable Object document) {
    return new SchemaDocument(DocumentReader.asMap(document).orElse(Map.of())).read(origin);
  }

  private Schema read(String origin) {
    if (document.isEmpty()) {
      throw new InvalidSchemaException(
          "schema " + origin, List.of("expected a document with name and types, found none"));
    }
    reader.knownKeys("", document, List.of("name", "defaults", "types"));
    String name = reader.text("name", document.get("name"));
    Map<String, Object> defaults = reader.map("defaults", document.get("defaults"));
    reader.knownKeys("defaults.", defaults, List.of("key", "version", "tombstone", "fields"));
    List<EntityType> types = new ArrayList<>();
    Map<String, Object> declared = reader.map("types", document.get("types"));
    Map<String, Map<String, Field>> keyFields = keyFields(declared, defaults);
    declared.forEach((type, body) -> types.add(type(type, body, defaults, keyFields)));
    SchemaCheck.problems(types, List.of()).forEach(reader::problem);
    if (!reader.problems().isEmpty()) {
      throw new InvalidSchemaException("schema " + origin, reader.problems());
    }
    return Schema.of(name, types);
  }

  /** The declared key fields of each type: what a reference to it is made of. */
  private Map<String, Map<String, Field>> keyFields(
      Map<String, Object> types, Map<String, Object> defaults) {
    Map<String, Map<String, Field>> found = new LinkedHashMap<>();
    types.forEach(
        (name, body) -> {
          Map<String, Field> fields = declaredFields(name, quietMap(body), defaults);
          Map<String, Field> key = new LinkedHashMap<>();
          for (String each :
              reader.names(name + ".key", inherited("key", quietMap(body), defaults))) {
            Field field = fields.get(each);
            if (field != null) {
              key.put(each, field);
            }
          }
          found.put(name, key);
        });
    return found;
  }

  private EntityType type(
      String name,
      @Nullable Object body,
      Map<String, Object> defaults,
      Map<String, Map<String, Field>> keyFields) {
    Map<String, Object> said = reader.map("types." + name, body);
    reader.knownKeys(name + ".", said, TYPE_KEYS);
    List<String> key = reader.names(name + ".key", inherited("key", said, defaults));
    List<Reference> references = references(name, said.get("references"));
    EntityType.Builder type = EntityType.named(name).key(key.toArray(String[]::new));
    fields(name, said, defaults, key, references, keyFields).forEach(type::field);
    references.forEach(type::reference);
    Object version = inherited("version", said, defaults);
    if (version != null) {
      type.version(reader.text(name + ".version", version));
    }
    tombstone(name, inherited("tombstone", said, defaults))
        .ifPresent(rule -> type.tombstone(rule.field(), rule.value()));
    for (Object index : reader.list(name + ".indexes", said.get("indexes"))) {
      type.indexed(reader.names(name + ".indexes", index).toArray(String[]::new));
    }
    return type.build();
  }

  /** Key first, then references, then the type's own fields, then what the defaults add. */
  private List<Field> fields(
      String name,
      Map<String, Object> said,
      Map<String, Object> defaults,
      List<String> key,
      List<Reference> references,
      Map<String, Map<String, Field>> keyFields) {
    Map<String, Field> declared = declaredFields(name, said, defaults);
    Map<String, Field> ordered = new LinkedHashMap<>();
    key.stream().filter(declared::containsKey).forEach(k -> ordered.put(k, declared.get(k)));
    for (Reference reference : references) {
      List<Field> target =
          keyFields.containsKey(reference.target())
              ? List.copyOf(keyFields.get(reference.target()).values())
              : Collections.nCopies(reference.fields().size(), OF_UNKNOWN_TYPE);
      for (int i = 0; i < Math.min(target.size(), reference.fields().size()); i++) {
        String field = reference.fields().get(i);
        ordered.putIfAbsent(
            field,
            declared.containsKey(field)
                ? declared.get(field)
                : implied(field, target.get(i), reference));
      }
    }
    declared.forEach(ordered::putIfAbsent);
    return List.copyOf(ordered.values());
  }

  private static Field implied(String name, Field target, Reference reference) {
    return new Field(name, target.type(), target.precision(), !reference.required());
  }

  private Map<String, Field> declaredFields(
      String name, Map<String, Object> said, Map<String, Object> defaults) {
    Map<String, Field> fields = new LinkedHashMap<>();
    reader
        .map(name + ".fields", said.get("fields"))
        .forEach((field, signature) -> field(name, field, signature, fields));
    reader
        .map("defaults.fields", defaults.get("fields"))
        .forEach(
            (field, signature) -> {
              if (!fields.containsKey(field)) {
                field("defaults", field, signature, fields);
              }
            });
    return fields;
  }

  private void field(
      String where, String name, @Nullable Object signature, Map<String, Field> into) {
    String path = where + ".fields." + name;
    String said = reader.text(path, signature);
    if (said.isEmpty()) {
      return;
    }
    Matcher parts = SIGNATURE.matcher(said);
    if (!parts.matches()) {
      reader.problem(
          path
              + ": expected a type such as integer, real? or instant(seconds), found "
              + signature);
      return;
    }
    Optional<FieldType> type = reader.word(path, "type", parts.group(1), FieldType.values());
    Optional<Precision> precision =
        parts.group(2) == null
            ? Optional.empty()
            : reader.word(path, "precision", parts.group(2), Precision.values());
    if (type.isEmpty()) {
      return;
    }
    if ((parts.group(2) != null) != (type.get() == FieldType.INSTANT)) {
      reader.problem(
          path
              + (type.get() == FieldType.INSTANT
                  ? ": an instant says its precision: instant(seconds)"
                  : ": only an instant has a precision, found " + signature));
    } else if (precision.isPresent() == (type.get() == FieldType.INSTANT)) {
      into.put(name, new Field(name, type.get(), precision, parts.group(3) != null));
    }
  }

  private List<Reference> references(String name, @Nullable Object said) {
    List<Reference> references = new ArrayList<>();
    reader
        .map(name + ".references", said)
        .forEach(
            (fields, target) -> {
              String to = reader.text(name + ".references." + fields, target);
              boolean optional = to.endsWith("?");
              references.add(
                  new Reference(
                      List.of(fields.trim().split("\\s*,\\s*")),
                      optional ? to.substring(0, to.length() - 1) : to,
                      !optional));
            });
    return references;
  }

  private Optional<Tombstone> tombstone(String name, @Nullable Object said) {
    Map<String, Object> rule = reader.map(name + ".tombstone", said);
    if (rule.size() > 1) {
      reader.problem(name + ".tombstone: expected one field and its value, found " + rule);
    }
    return rule.entrySet().stream()
        .findFirst()
        .map(
            each ->
                new Tombstone(
                    each.getKey(),
                    each.getValue() instanceof Boolean flag
                        ? flag
                        : String.valueOf(each.getValue())));
  }

  private static @Nullable Object inherited(
      String key, Map<String, Object> said, Map<String, Object> defaults) {
    return said.containsKey(key) ? said.get(key) : defaults.get(key);
  }

  private static Map<String, Object> quietMap(@Nullable Object said) {
    return DocumentReader.asMap(said).orElse(Map.of());
  }
}
