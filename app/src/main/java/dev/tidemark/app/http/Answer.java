package dev.tidemark.app.http;

import dev.tidemark.app.text.Json;
import io.javalin.http.Context;
import java.util.Map;

/** JSON as it goes out; every error has the one shape {@code {"error": "..."}}. */
final class Answer {

  static final String JSON = "application/json";

  private Answer() {}

  static void json(Context context, int status, Object body) {
    context.status(status).contentType(JSON).result(Json.line(body) + "\n");
  }

  static void error(Context context, int status, String message) {
    json(context, status, Map.of("error", message));
  }

  static String error(String message) {
    return Json.line(Map.of("error", message)) + "\n";
  }
}
