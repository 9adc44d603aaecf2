package dev.tidemark.app.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests that are answered, and how. */
final class SampleApi {

  private static final Logger LOG = LoggerFactory.getLogger(SampleApi.class);
  private static final String VERSION = "2.82.0";
  private static final String SCHEME = "Api-Key ";
  private static final String JSON = "application/json";

  private final SampleData data;
  private final SampleOptions options;
  private final Throttle throttle;
  private final BareLists bareLists;

  SampleApi(SampleData data, SampleOptions options) {
    this.data = data;
    this.options = options;
    this.throttle = new Throttle(options.requestsPerMinute(), options.clock());
    this.bareLists = new BareLists(options);
    bareLists.prepare(data.state());
  }

  void register(RoutesConfig routes) {
    routes.before(context -> context.header("X-App-Version", VERSION));
    routes.get("/api/{type}", this::list);
    routes.get("/api/{type}/{id}", this::one);
    routes.post("/api/_next", this::next);
    routes.exception(ApiError.class, SampleApi::error);
    routes.exception(IOException.class, SampleApi::gone);
    routes.exception(Exception.class, SampleApi::failed);
  }

  private void list(Context context) throws IOException {
    Viewer viewer = admit(context);
    SampleTable table = table(context);
    ListQuery query = ListQuery.of(context.queryParamMap(), table);
    if (query.cached()) {
      cached(context, query, bareLists.of(table, viewer));
    } else {
      live(context, query, query.rows(table).map(row -> row.json(viewer)));
    }
  }

  private static void cached(Context context, ListQuery query, BareLists.BareList list)
      throws IOException {
    if (query.whole() && acceptsGzip(context)) {
      context.contentType(JSON).header("Content-Encoding", "gzip").result(list.compressed());
    } else {
      write(context, page(query, list.rows()), list.meta());
    }
  }

  private static void live(Context context, ListQuery query, Stream<byte @Nullable []> rows)
      throws IOException {
    List<byte[]> visible = rows.filter(Objects::nonNull).toList();
    if (query.oneId() && visible.isEmpty()) {
      throw ApiError.notFound().withoutRows();
    }
    write(context, page(query, visible.stream()), Envelope.NOTHING);
  }

  private static Stream<byte[]> page(ListQuery query, Stream<byte[]> rows) {
    Stream<byte[]> page = query.page(rows);
    return query.fields().isEmpty() ? page : page.map(row -> only(query.fields(), row));
  }

  private static byte[] only(Set<String> fields, byte[] row) {
    ObjectNode tree = SampleJson.tree(row);
    return SampleJson.bytes(tree.retain(fields));
  }

  private void one(Context context) throws IOException {
    Viewer viewer = admit(context);
    long id = id(context.pathParam("id"));
    byte[] row =
        table(context).rows().stream()
            .filter(each -> each.id() == id && !each.deleted())
            .map(each -> each.json(viewer))
            .filter(Objects::nonNull)
            .findFirst()
            .orElseThrow(ApiError::notFound);
    write(context, Stream.of(row), Envelope.NOTHING);
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiError.notFound();
    }
  }

  private void next(Context context) {
    boolean moved = data.advance();
    Map<String, Object> answer = Map.of("moved", moved, "rows", data.state().liveRows());
    context.contentType(JSON).result(SampleJson.bytes(answer));
  }

  private SampleTable table(Context context) {
    SampleTable table = data.state().table(context.pathParam("type"));
    if (table == null) {
      throw new ApiError(404, "Not found.");
    }
    return table;
  }

  private Viewer admit(Context context) {
    String authorization = context.header("Authorization");
    String who = authorization == null ? "" : authorization;
    throttle.admit(who, context.path() + "?" + context.queryString());
    if (authorization == null) {
      return Viewer.ANONYMOUS;
    }
    check(authorization);
    return Viewer.MEMBER;
  }

  private void check(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw ApiError.badParameter("Unknown authorization method");
    }
    String key = authorization.substring(SCHEME.length()).strip();
    if (!options.apiKey().orElse(key).equals(key)) {
      throw new ApiError(401, "Invalid API key");
    }
  }

  private static void write(Context context, Stream<byte[]> rows, String meta) throws IOException {
    context.contentType(JSON);
    OutputStream out = context.res().getOutputStream();
    if (acceptsGzip(context)) {
      context.header("Content-Encoding", "gzip");
      out = Envelope.gzip(out);
    }
    Envelope.write(out, rows, meta);
  }

  private static boolean acceptsGzip(Context context) {
    String accepted = context.header("Accept-Encoding");
    return accepted != null
        && Stream.of(accepted.toLowerCase(Locale.ROOT).split(","))
            .map(coding -> coding.replace(" ", ""))
            .anyMatch(coding -> coding.startsWith("gzip") && !coding.equals("gzip;q=0"));
  }

  private static void error(ApiError error, Context context) {
    error.headers().forEach(context::header);
    context.status(error.status()).contentType(JSON).result(SampleJson.bytes(error.body()));
  }

  /** Whoever asked does not wait for the answer any more, as those do whom a test stops. */
  private static void gone(IOException failure, Context context) {
    LOG.debug("answer not taken path={} reason={}", context.path(), failure.toString());
  }

  private static void failed(Exception failure, Context context) {
    LOG.error("answer failed path={}", context.path(), failure);
    error(new ApiError(500, "Internal Server Error"), context);
  }
}
