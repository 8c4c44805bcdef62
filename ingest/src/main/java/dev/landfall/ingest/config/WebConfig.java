package dev.landfall.ingest.config;

/** Where the pages are served. Port 0 takes any free one. */
public record WebConfig(String bind, int port) {
  public static WebConfig standard() {
    return new WebConfig("127.0.0.1", 8080);
  }
}
