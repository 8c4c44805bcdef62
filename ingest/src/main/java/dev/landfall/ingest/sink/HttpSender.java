package dev.landfall.ingest.sink;

import dev.landfall.core.alert.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and says what its answer means. Blocks for the timeout at most.
 *
 * <p>2xx is accepted; 408, 425, 429, 5xx and no answer may succeed later; everything else never
 * will. Neither address nor key stands in what is said, and the answer's body is not read.
 */
final class HttpSender {
  private static final long LONGEST_ASKED_MILLIS = 3_600_000;

  private final HttpClient client;
  private final AddressGuard guard;
  private final Duration timeout;

  HttpSender(AddressGuard guard, Duration timeout) {
    this.guard = guard;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  Reply send(Payload payload, long now) throws InterruptedException {
    Reply refused = refused(payload.address());
    if (refused != null) {
      return refused;
    }
    HttpRequest.Builder request =
        to(payload.address())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(payload.body()));
    payload.headers().forEach(request::header);
    return answer(request.build(), now);
  }

  /** A request without a body. */
  Reply get(URI address, long now) throws InterruptedException {
    Reply refused = refused(address);
    return refused == null ? answer(to(address).GET().build(), now) : refused;
  }

  private @Nullable Reply refused(URI address) {
    try {
      String refused = guard.refuses(address);
      return refused == null ? null : Reply.rejected(0, refused);
    } catch (UnknownHostException e) {
      return Reply.retry(0, "the host's name is not known", null);
    }
  }

  private HttpRequest.Builder to(URI address) {
    return HttpRequest.newBuilder(address).timeout(timeout).header("User-Agent", "landfall");
  }

  private Reply answer(HttpRequest request, long now) throws InterruptedException {
    CompletableFuture<HttpResponse<Void>> sent =
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      // The request's own timeout ends with the headers; a body may hang as well.
      HttpResponse<Void> response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return reply(response.statusCode(), response.headers().firstValue("retry-after"), now);
    } catch (TimeoutException e) {
      sent.cancel(true);
      return Reply.retry(0, "no answer in time", null);
    } catch (ExecutionException e) {
      return Reply.retry(0, fault(e.getCause()), null);
    }
  }

  private static String fault(@Nullable Throwable cause) {
    if (cause instanceof java.net.http.HttpTimeoutException) {
      return "no answer in time";
    }
    if (cause instanceof java.net.ConnectException) {
      return "no connection";
    }
    return cause instanceof IOException ? "the connection broke" : "the request failed";
  }

  static Reply reply(int status, Optional<String> retryAfter, long now) {
    if (status >= 200 && status < 300) {
      return Reply.accepted(status);
    }
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      return Reply.retry(status, reason(status), retryAfter(retryAfter.orElse(null), now));
    }
    return Reply.rejected(status, reason(status));
  }

  private static String reason(int status) {
    return switch (status) {
      case 400, 422 -> "the sink does not understand the request";
      case 401, 403 -> "the sink does not accept the key";
      case 404, 410 -> "the sink is gone";
      case 408, 504 -> "no answer in time";
      case 413 -> "the request is too large";
      case 429 -> "too many requests";
      default ->
          status >= 500
              ? "the sink failed"
              : status >= 300 && status < 400
                  ? "the sink answers with a redirect, which is not followed"
                  : "the sink refused";
    };
  }

  /** Seconds, or a date; null: absent or neither. */
  static @Nullable Long retryAfter(@Nullable String header, long now) {
    if (header == null || header.isBlank()) {
      return null;
    }
    String text = header.strip();
    try {
      long millis =
          text.chars().allMatch(Character::isDigit)
              ? Math.multiplyExact(Long.parseLong(text), 1000L)
              : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant()
                      .toEpochMilli()
                  - now;
      return Math.min(LONGEST_ASKED_MILLIS, Math.max(0, millis));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return null;
    }
  }
}
