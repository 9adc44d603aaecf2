package dev.tidemark.adapter.http;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hands the body stream to the client when the head of an answer arrives. */
final class Incoming implements HttpResponse.BodyHandler<InputStream> {

  private final BodyStream body;
  private volatile HttpResponse.@Nullable ResponseInfo head;

  Incoming(BodyStream body) {
    this.body = body;
  }

  @Override
  public BodyStream apply(HttpResponse.ResponseInfo arrived) {
    head = arrived;
    return body;
  }

  boolean hasHead() {
    return head != null;
  }

  /** What has come of the body is still good. */
  void breakOff(Throwable cause) {
    body.onError(cause);
  }

  void close() {
    body.close();
  }

  /** Once there is a head. */
  Reply reply() {
    HttpResponse.ResponseInfo arrived = Objects.requireNonNull(head);
    return new Reply(arrived.statusCode(), arrived.headers(), body);
  }
}
