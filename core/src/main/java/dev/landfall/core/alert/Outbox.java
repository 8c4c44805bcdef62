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
 * beginning; later news of the same takes the place of earlier. At most {@code most} are kept one
 * by one for a sink; of more an id is kept, and they are told together ({@link Lane}). An outage of
 * any length costs no more than that. Threads: confined to one.
 */
public final class Outbox {
  /** Version 1 had nothing that is told together. */
  private static final int VERSION = 2;

  private static final Reply GONE = Reply.rejected(0, "it is not configured any more");

  private static final String TOGETHER = "more waited for this sink than it is told one by one";

  private final Backoff backoff;
  private final long groupMillis;
  private final int most;
  private final List<Attempt> together = new ArrayList<>();
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
   * @param most notices kept one by one for a sink
   * @param number where attempts begin to count, as in {@link AlertBook}
   */
  public Outbox(List<SinkTerms> sinks, Backoff backoff, long groupMillis, int most, long number) {
    this.backoff = backoff;
    this.groupMillis = groupMillis;
    this.most = most;
    this.number = number;
    sinks.forEach(sink -> lanes.put(sink.id(), lane(sink)));
  }

  private Lane lane(SinkTerms sink) {
    return new Lane(sink, backoff, groupMillis, most);
  }

  /** Takes a notice for every sink of its route. */
  public void add(Notice notice, List<String> route, long now) {
    for (String sink : route) {
      Lane lane = lanes.get(sink);
      if (lane != null) {
        List<String> others = new ArrayList<>(route);
        others.remove(sink);
        add(sink, lane, new Item(number++, notice, others, 0, now, now, false), now);
      }
    }
  }

  private void add(String sink, Lane lane, Item item, long now) {
    if (lane.add(item, now)) {
      together.add(new Attempt(number++, sink, item.notice(), 0, "together", 0, TOGETHER, now, 0));
    }
  }

  /** What has since the last call been left to a digest, for its sink is far behind. */
  public List<Attempt> leftToDigests() {
    List<Attempt> left = List.copyOf(together);
    together.clear();
    return left;
  }

  /** Alerts that the sink will be told of together; 0: it is told one by one. */
  public int together(String sink) {
    Lane lane = lanes.get(sink);
    return lane == null ? 0 : lane.together();
  }

  /** What may be sent now; each must come back by {@link #done}. */
  public List<Send> due(long now) {
    List<Send> due = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      if (lane.crowdIsDue(now)) {
        lane.tellCrowd(number++, now);
      }
      lane.due(now, due);
    }
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
    boolean anyGivenUp = false;
    List<Attempt> attempts = new ArrayList<>();
    for (Item item : send.items()) {
      Item tried = item.tried();
      Verdict verdict = reply.verdict();
      boolean givenUp = item.firstAt() < now - backoff.giveUp().toMillis();
      anyGivenUp |= givenUp && verdict == Verdict.RETRY;
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
    if (anyGivenUp) {
      giveUpWhatWaitedAsLong(send.sink().id(), lane, reply, now, attempts);
    }
    return attempts;
  }

  /**
   * A sink at rest is tried with one of them at a time: the others shall not wait for their turn.
   */
  private void giveUpWhatWaitedAsLong(
      String sink, Lane lane, Reply reply, long now, List<Attempt> attempts) {
    for (Item item : lane.waitingSince(now - backoff.giveUp().toMillis())) {
      lane.remove(item);
      elsewhere(item, sink, reply, now);
      attempts.add(dead(sink, item, reply, now));
    }
  }

  private Attempt dead(String sink, Item item, Reply reply, long now) {
    return new Attempt(
        number++, sink, item.notice(), item.tries(), "dead", 0, reply.reason(), now, 0);
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
    add(others.get(0), lane, new Item(number++, told, rest, 0, now, now, false), now);
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
    List<Lane> gone = new ArrayList<>();
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version < 1 || version > VERSION) {
      throw new IllegalStateException(
          "the stored outbox has version %d; this build reads up to %d"
              .formatted(version, VERSION));
    }
    number = in.readLong();
    for (long n = in.readLong(); n > 0; n--) {
      String sink = in.readString();
      Lane lane = lanes.get(sink);
      if (lane != null) {
        lane.read(in, version);
      } else {
        gone.add(lane(new SinkTerms(sink, 1, 1, 1, 1, false, true, false)));
        gone.get(gone.size() - 1).read(in, version);
      }
    }
    // Not before all lanes are read: what they lose goes to the others.
    gone.forEach(lane -> dead.addAll(lost(lane, now)));
    return dead;
  }

  private List<Attempt> lost(Lane gone, long now) {
    List<Attempt> dead = new ArrayList<>();
    if (gone.together() > 0) {
      gone.tellCrowd(number++, now);
    }
    for (Item item : gone.waitingSince(Long.MAX_VALUE)) {
      if (!elsewhere(item, gone.sink(), GONE, now) && item.notice().kind() != NoticeKind.REFRESH) {
        dead.add(dead(gone.sink(), item, GONE, now));
      }
    }
    return dead;
  }
}
