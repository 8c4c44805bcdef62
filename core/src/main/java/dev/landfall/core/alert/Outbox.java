package dev.landfall.core.alert;

import dev.landfall.core.alert.Reply.Verdict;
import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notices that sinks have not yet taken, in order for each alert.
 *
 * <p>Shape: one lane per sink, so that a dead sink holds up no other. A notice leaves when its sink
 * accepted it, refused it, or it was given up; then the next sink of its route is told. What is in
 * flight is kept like the rest, so a restart sends again what has no receipt, under the same key.
 *
 * <p>Bound: for each alert and sink what was told and not taken, an end of it and one more
 * beginning; later news of the same takes the place of earlier. An outage of any length costs no
 * more than that. Threads: confined to one.
 */
public final class Outbox {
  private static final int VERSION = 1;
  private static final Reply GONE = Reply.rejected(0, "it is not configured any more");

  private final Backoff backoff;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private long number;

  /** One request to make. */
  public record Send(SinkTerms sink, List<Item> items, long at) {
    public Send {
      items = List.copyOf(items);
    }

    public List<Notice> notices() {
      return items.stream().map(Item::notice).toList();
    }
  }

  /**
   * @param number where attempts begin to count, as in {@link AlertBook}
   */
  public Outbox(List<SinkTerms> sinks, Backoff backoff, long groupMillis, long number) {
    this.backoff = backoff;
    this.number = number;
    sinks.forEach(sink -> lanes.put(sink.id(), new Lane(sink, backoff, groupMillis)));
  }

  /** Takes a notice for every sink of its route. */
  public void add(Notice notice, List<String> route, long now) {
    for (String sink : route) {
      Lane lane = lanes.get(sink);
      if (lane != null) {
        List<String> others = new ArrayList<>(route);
        others.remove(sink);
        lane.add(new Item(number++, notice, others, 0, now, now, false), now);
      }
    }
  }

  /** What may be sent now; each must come back by {@link #done}. */
  public List<Send> due(long now) {
    List<Send> due = new ArrayList<>();
    lanes.values().forEach(lane -> lane.due(now, due));
    return due;
  }

  /** Takes an answer in; the receipts, one for each notice of the request. */
  public List<Attempt> done(Send send, Reply reply, long now) {
    Lane lane = lanes.get(send.sink().id());
    if (lane == null) {
      return List.of();
    }
    lane.answered(send, reply, now);
    boolean together = send.items().size() > 1;
    List<Attempt> attempts = new ArrayList<>();
    for (Item item : send.items()) {
      Item tried = item.tried();
      Verdict verdict = reply.verdict();
      boolean givenUp = now - item.firstAt() > backoff.giveUp().toMillis();
      String outcome;
      if (verdict == Verdict.ACCEPTED) {
        lane.remove(item);
        outcome = "accepted";
      } else if (verdict == Verdict.REJECTED && together) {
        // One of them may be at fault: each is tried alone before it is given up.
        lane.put(tried.alone(now));
        outcome = "retry";
      } else if (verdict == Verdict.REJECTED || givenUp) {
        lane.remove(item);
        outcome = verdict == Verdict.REJECTED ? "rejected" : "dead";
        elsewhere(item, send.sink().id(), reply, now);
      } else {
        Long asked = reply.retryAfterMillis();
        long wait = backoff.millis(tried.tries(), item.notice().key());
        lane.put(tried.at(now + (asked == null ? wait : Math.max(asked, wait))));
        outcome = "retry";
      }
      attempts.add(
          new Attempt(
              number++,
              send.sink().id(),
              item.notice(),
              tried.tries(),
              outcome,
              reply.status(),
              reply.reason(),
              send.at(),
              now - send.at()));
    }
    return attempts;
  }

  /** The next sink of the route tells that this one did not take it; false: there is none. */
  private boolean elsewhere(Item item, String refused, Reply reply, long now) {
    Notice notice = item.notice();
    List<String> others = item.others().stream().filter(lanes::containsKey).toList();
    Lane lane = others.isEmpty() ? null : lanes.get(others.get(0));
    if (lane == null || notice.kind() == NoticeKind.REFRESH) {
      return false;
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "The sink %s did not take this: %s%s."
            .formatted(
                refused,
                reply.reason() == null ? "no answer" : reply.reason(),
                reply.status() == 0 ? "" : " (HTTP " + reply.status() + ")"));
    lines.addAll(notice.lines());
    Notice told =
        new Notice(
            notice.alertId(),
            notice.key() + "-undelivered-" + refused,
            NoticeKind.UNDELIVERED,
            notice.state(),
            notice.group(),
            notice.finding(),
            notice.openedAt(),
            now,
            lines);
    List<String> rest = others.subList(1, others.size());
    lane.add(new Item(number++, told, rest, 0, now, now, false), now);
    return true;
  }

  public boolean isEmpty() {
    return lanes.values().stream().allMatch(Lane::isEmpty);
  }

  /** Notices not yet taken by the sink. */
  public int waiting(String sink) {
    Lane lane = lanes.get(sink);
    return lane == null ? 0 : lane.size();
  }

  /** Whether anything of the alert waits for any sink. */
  public boolean waits(String alert) {
    return lanes.values().stream().anyMatch(lane -> lane.waits(alert));
  }

  /** Whether anything of the alert waits for the sink. */
  public boolean waits(String sink, String alert) {
    Lane lane = lanes.get(sink);
    return lane != null && lane.waits(alert);
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeLong(number);
    Map<String, Lane> kept = new TreeMap<>(lanes);
    out.writeLong(kept.size());
    kept.forEach(
        (sink, lane) -> {
          out.writeString(sink);
          lane.write(out);
        });
    return out.toByteArray();
  }

  /**
   * What waited comes back; what waited for a sink that is configured no more goes to the next.
   *
   * @return what is given up because no sink of its route is configured any more
   */
  public List<Attempt> restore(byte[] bytes, long now) {
    List<Attempt> dead = new ArrayList<>();
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "the stored outbox has version %d; this build reads up to %d"
              .formatted(version, VERSION));
    }
    number = in.readLong();
    for (long n = in.readLong(); n > 0; n--) {
      String sink = in.readString();
      Lane lane = lanes.get(sink);
      List<Item> items = Lane.read(in, lane);
      for (Item item : items) {
        if (lane != null) {
          lane.put(item);
        } else if (!elsewhere(item, sink, GONE, now)
            && item.notice().kind() != NoticeKind.REFRESH) {
          dead.add(
              new Attempt(
                  number++, sink, item.notice(), item.tries(), "dead", 0, GONE.reason(), now, 0));
        }
      }
    }
    return dead;
  }
}
