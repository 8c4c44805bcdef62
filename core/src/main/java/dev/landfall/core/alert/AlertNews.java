package dev.landfall.core.alert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a step over the book gives: changes for the record, notices to send, digests to send. */
public final class AlertNews {
  private final List<AlertRecord> records = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final Map<String, List<String>> sinks = new HashMap<>();
  private final List<Digest> digests = new ArrayList<>();

  /**
   * Alerts told together.
   *
   * @param burst they are one group's burst; otherwise they were old on arrival
   */
  public record Digest(boolean burst, List<Alert> alerts) {}

  public List<AlertRecord> records() {
    return records;
  }

  public List<Notice> notices() {
    return notices;
  }

  /** Takes in what another step gave. */
  public void addAll(AlertNews other) {
    records.addAll(other.records);
    notices.addAll(other.notices);
    sinks.putAll(other.sinks);
    digests.addAll(other.digests);
  }

  void tell(Notice notice, List<String> sinks) {
    notices.add(notice);
    this.sinks.put(notice.key(), List.copyOf(sinks));
  }

  /** The sinks that the notice is for, in the order of their route. */
  public List<String> sinks(Notice notice) {
    return sinks.getOrDefault(notice.key(), List.of());
  }

  public List<Digest> digests() {
    return digests;
  }
}
