package dev.landfall.core.alert;

import dev.landfall.core.alert.Outbox.Send;
import dev.landfall.core.canary.Canary;
import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.codec.TextPool;
import dev.landfall.core.detect.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What waits for one sink: its order, its rate, its circuit.
 *
 * <p>The circuit: after three failures in a row the sink rests, longer each time, and is then tried
 * with one request at a time until it answers.
 *
 * <p>Far behind: with {@code most} notices waiting, what is news joins a {@link Crowd} until half
 * of them are taken or an hour has passed. An end waits by itself only where the beginning did, so
 * what waits one by one is bounded by {@code most}, by the ends and acknowledgements of what the
 * sink was told one by one, and by one digest an hour.
 */
final class Lane {
  private static final int FAILURES_TO_OPEN = 3;
  private static final long LONGEST_PAUSE = 3_600_000;
  private static final long LONGEST_TOGETHER = 3_600_000;

  private final SinkTerms sink;
  private final Backoff backoff;
  private final long groupMillis;
  private final int most;
  private final Crowd crowd = new Crowd();

  /** Alerts of whose beginning the sink knows from a crowd's digest alone. */
  private final Set<String> byDigest = new HashSet<>();

  private final TreeMap<Long, Item> items = new TreeMap<>();
  private final Map<String, Integer> byAlert = new HashMap<>();
  private final Set<Long> flying = new HashSet<>();
  private final TreeMap<String, Held> held = new TreeMap<>();
  private int requests;
  private int failures;
  private long pausedUntil;
  private double tokens;
  private long filledAt;

  /** A group the sink was told of: what came in later waits until then, unless it is graver. */
  private record Held(long since, long until, Severity gravest) {}

  Lane(SinkTerms sink, Backoff backoff, long groupMillis, int most) {
    this.sink = sink;
    this.backoff = backoff;
    this.groupMillis = groupMillis;
    this.most = most;
    this.tokens = sink.atOnce();
  }

  String sink() {
    return sink.id();
  }

  boolean isEmpty() {
    return items.isEmpty() && crowd.isEmpty();
  }

  int size() {
    return items.size() + crowd.size();
  }

  /** Alerts of which the sink is not yet told, but will be together. */
  int together() {
    return crowd.size();
  }

  private boolean behind() {
    return !crowd.isEmpty() || items.size() >= most;
  }

  boolean waits(String alert) {
    return byAlert.containsKey(alert);
  }

  /**
   * Newer news of an alert takes the place of what nobody has sent yet.
   *
   * @return it will be told together with others
   */
  boolean add(Item item, long now) {
    Notice notice = item.notice();
    if (notice.kind() == NoticeKind.ACKNOWLEDGE && !sink.acknowledges()
        || notice.kind() == NoticeKind.REFRESH && (behind() || waits(notice.alertId()))) {
      return false; // a refresh comes again
    }
    List<Item> unsent = unsent(notice.alertId());
    if (!unsent.isEmpty()) {
      Item last = unsent.get(unsent.size() - 1);
      NoticeKind before = last.notice().kind();
      if (notice.kind() == NoticeKind.UPDATE
          && (before == NoticeKind.TRIGGER || before == NoticeKind.UPDATE)) {
        put(last.telling(renewed(last.notice(), notice)));
        return false;
      }
      // It ended and came again before anybody heard of the end: it never ended.
      if (notice.kind() == NoticeKind.TRIGGER && before == NoticeKind.RESOLVE) {
        remove(last);
        Item opened = unsent.size() > 1 ? unsent.get(unsent.size() - 2) : null;
        if (opened != null && opened.notice().kind() == NoticeKind.TRIGGER) {
          put(opened.telling(renewed(opened.notice(), notice)));
          return false;
        }
      }
    }
    boolean joins = joins(notice);
    if (!joins || notice.kind() == NoticeKind.RESOLVE) {
      byDigest.remove(notice.alertId());
    }
    if (joins) {
      crowd.add(item);
      return true;
    }
    put(item);
    if (held.size() > 1_000) {
      held.values().removeIf(each -> each.until <= now);
    }
    return false;
  }

  /** A canary waits by itself: it is the way to the sink that it tests. */
  private boolean joins(Notice notice) {
    String alert = notice.alertId();
    if (!behind() || alert.equals(Notice.DIGEST) || Canary.isRule(notice.finding().rule())) {
      return false;
    }
    return switch (notice.kind()) {
      case TRIGGER, UPDATE, UNDELIVERED -> true;
      case RESOLVE -> !waits(alert) && (crowd.began(alert) || byDigest.contains(alert));
      case ACKNOWLEDGE, DIGEST, REFRESH -> false;
    };
  }

  boolean crowdIsDue(long now) {
    return !crowd.isEmpty()
        && (items.size() <= most / 2 || now - crowd.since() >= LONGEST_TOGETHER);
  }

  /** What was to be told together waits as one notice, before all others: it says the most. */
  void tellCrowd(long number, long now) {
    long place = items.isEmpty() ? number : items.firstKey() - 1;
    Notice digest = crowd.notice(sink.id(), now);
    put(new Item(place, digest, crowd.others(), 0, now, crowd.since(), false));
    byDigest.addAll(crowd.begun());
    crowd.clear();
  }

  /** What has waited since before then and is not in flight. */
  List<Item> waitingSince(long before) {
    return items.values().stream()
        .filter(item -> item.firstAt() < before && !flying.contains(item.number()))
        .toList();
  }

  /** The earlier notice's kind and key with the newer one's content. */
  private static Notice renewed(Notice before, Notice newer) {
    return new Notice(
        before.alertId(),
        before.key(),
        before.kind(),
        newer.state(),
        newer.group(),
        newer.finding(),
        before.openedAt(),
        newer.at(),
        newer.lines());
  }

  private List<Item> unsent(String alert) {
    if (!waits(alert) || alert.equals(Notice.DIGEST)) {
      return List.of();
    }
    return items.values().stream()
        .filter(item -> item.notice().alertId().equals(alert))
        .filter(item -> item.notice().kind() != NoticeKind.UNDELIVERED)
        .filter(item -> !flying.contains(item.number()) && item.tries() == 0)
        .toList();
  }

  void put(Item item) {
    if (items.put(item.number(), item) == null) {
      byAlert.merge(item.notice().alertId(), 1, Integer::sum);
    }
  }

  void remove(Item item) {
    if (items.remove(item.number()) != null) {
      byAlert.computeIfPresent(item.notice().alertId(), (id, n) -> n == 1 ? null : n - 1);
    }
  }

  void due(long now, List<Send> due) {
    if (items.isEmpty() || now < pausedUntil) {
      return;
    }
    fill(now);
    int most = failures >= FAILURES_TO_OPEN ? 1 : sink.concurrency();
    Set<String> taken = new HashSet<>();
    List<Item> ready = requests < most && tokens >= 1 ? ready(now, taken) : List.of();
    int from = 0;
    while (requests < most && tokens >= 1 && from < ready.size()) {
      List<Item> batch = new ArrayList<>();
      Item head = ready.get(from++);
      batch.add(head);
      while (!head.single()
          && batch.size() < sink.batch()
          && from < ready.size()
          && !ready.get(from).single()) {
        batch.add(ready.get(from++));
      }
      requests++;
      tokens -= 1;
      batch.forEach(item -> flying.add(item.number()));
      batch.forEach(item -> hold(item.notice(), now));
      due.add(new Send(sink, batch, now));
    }
  }

  /** In order, one of each alert: nothing overtakes what is in flight or waits for its next try. */
  private List<Item> ready(long now, Set<String> taken) {
    List<Item> ready = new ArrayList<>();
    Set<String> groups = new HashSet<>();
    int enough = sink.batch() * sink.concurrency();
    for (Item item : items.values()) {
      String alert = item.notice().alertId();
      boolean first = alert.equals(Notice.DIGEST) || taken.add(alert);
      if (first
          && !flying.contains(item.number())
          && item.nextAt() <= now
          && !waitsForItsGroup(item, groups, now)) {
        ready.add(item);
        groups.add(item.notice().group());
        if (ready.size() >= enough) {
          return ready;
        }
      }
    }
    return ready;
  }

  /** What is told of a group takes along all that waits of it. */
  private boolean waitsForItsGroup(Item item, Set<String> told, long now) {
    Notice notice = item.notice();
    boolean mayWait =
        sink.grouped()
            && item.tries() == 0
            && (notice.kind() == NoticeKind.TRIGGER || notice.kind() == NoticeKind.UPDATE);
    if (!mayWait || told.contains(notice.group())) {
      return false;
    }
    Held group = held.get(notice.group());
    return group != null
        && now < group.until
        && item.firstAt() > group.since
        && notice.finding().severity().compareTo(group.gravest) >= 0;
  }

  private void hold(Notice notice, long now) {
    boolean tells = notice.kind() == NoticeKind.TRIGGER || notice.kind() == NoticeKind.UPDATE;
    if (sink.grouped() && tells) {
      Severity severity = notice.finding().severity();
      Held before = held.get(notice.group());
      // What had waited already goes on at the sink's rate and begins no new interval.
      if (before == null || now >= before.until || severity.compareTo(before.gravest) < 0) {
        held.put(notice.group(), new Held(now, now + groupMillis, severity));
      }
    }
  }

  void answered(Send send, Reply reply, long now) {
    requests--;
    send.items().forEach(item -> flying.remove(item.number()));
    switch (reply.verdict()) {
      case ACCEPTED, REJECTED -> failures = 0;
      case RETRY -> {
        Long asked = reply.retryAfterMillis();
        if (asked != null) {
          pausedUntil = Math.max(pausedUntil, now + Math.min(asked, LONGEST_PAUSE));
        }
        if (++failures >= FAILURES_TO_OPEN) {
          long rest = backoff.millis(failures - FAILURES_TO_OPEN + 1, sink.id());
          pausedUntil = Math.max(pausedUntil, now + rest);
        }
      }
    }
  }

  private void fill(long now) {
    if (filledAt != 0 && now > filledAt) {
      tokens = Math.min(sink.atOnce(), tokens + (now - filledAt) / 1000.0 * sink.perSecond());
    }
    filledAt = now;
  }

  void write(ByteWriter out) {
    out.writeLong(items.size());
    items.values().forEach(item -> item.write(out));
    out.writeLong(held.size());
    held.forEach(
        (group, each) -> {
          out.writeString(group);
          out.writeLong(each.since);
          out.writeLong(each.until);
          out.writeByte(each.gravest.ordinal());
        });
    crowd.write(out);
    out.writeLong(byDigest.size());
    new TreeSet<>(byDigest).forEach(out::writeString);
  }

  void read(ByteReader in, int version) {
    TextPool texts = new TextPool();
    for (long n = in.readLong(); n > 0; n--) {
      put(Item.read(in, texts));
    }
    for (long n = in.readLong(); n > 0; n--) {
      String group = in.readString();
      held.put(group, new Held(in.readLong(), in.readLong(), Severity.values()[in.readByte()]));
    }
    if (version > 1) {
      crowd.read(in, texts);
      for (long n = in.readLong(); n > 0; n--) {
        byDigest.add(in.readString());
      }
    }
  }
}
