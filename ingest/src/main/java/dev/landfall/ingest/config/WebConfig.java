package dev.landfall.ingest.config;

import org.jspecify.annotations.Nullable;

/**
 * Where the pages are served. Port 0 takes any free one.
 *
 * @param publicUrl where people reach the pages, for links in messages, without a slash at the end;
 *     null: messages carry no link to a page
 */
public record WebConfig(String bind, int port, @Nullable String publicUrl) {
  public static WebConfig standard() {
    return new WebConfig("127.0.0.1", 8080, null);
  }
}
