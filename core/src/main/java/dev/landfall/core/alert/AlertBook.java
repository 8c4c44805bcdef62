package dev.landfall.core.alert;

import dev.landfall.core.alert.AlertRules.Around;
import dev.landfall.core.alert.AlertRules.Step;
import dev.landfall.core.alert.AlertRules.Telling;
import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.codec.TextPool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every alert, what people decided, and what waits for a digest.
 *
 * <p>Shape: each input moves one or all alerts by {@link AlertRules}; time is given in. Bound: the
 * findings there are, which is what can be wrong, not calls; an alert that ended is forgotten after
 * 30 days. Threads: confined to one.
 */
public final class AlertBook {
  /** What keeps an alert from being told where no route leads it to a sink. */
  public static final String NO_ROUTE = "no-route";

  private static final int VERSION = 1;
  private static final long FORGET_MILLIS = 30L * 86_400_000;

  /** A growing alert makes a record at most this often. */
  private static final long RECORD_MILLIS = 60_000;

  private final AlertTerms terms;
  private final Routing routing;
  private final AlertRules rules;
  private final Decisions decisions = new Decisions();
  private final Map<String, Alert> alerts = new TreeMap<>();
  private final Map<String, Burst> bursts = new TreeMap<>();
  private final Waiting old = new Waiting();
  private final Waiting burst = new Waiting();
  private final Map<String, Recorded> recorded = new HashMap<>();

  /** Live alerts that mute others. */
  private final TreeSet<String> switches = new TreeSet<>();

  private long number;

  private record Burst(long since, int told) {}

  private record Recorded(long at, long occurrences) {}

  /** Ids waiting for a digest. */
  private static final class Waiting {
    private final TreeSet<String> ids = new TreeSet<>();
    private long first;
    private long last;

    void add(String id, long now) {
      first = ids.isEmpty() ? now : first;
      last = now;
      ids.add(id);
    }

    boolean due(long now, long wait) {
      return !ids.isEmpty() && (now - last >= wait || now - first >= 10 * wait);
    }
  }

  /**
   * An empty book.
   *
   * @param number where records begin to count; the time in milliseconds keeps them rising over a
   *     rebuild, which begins with an empty book
   */
  public AlertBook(AlertTerms terms, Routing routing, long number) {
    this.terms = terms;
    this.routing = routing;
    this.rules = new AlertRules(terms);
    this.number = number;
  }

  public Collection<Alert> alerts() {
    return alerts.values();
  }

  /** Null: there is no alert of that fingerprint. */
  public @Nullable Alert alert(String id) {
    return alerts.get(id);
  }

  public boolean knows(String decision) {
    return decisions.knows(decision);
  }

  /** Silence, alert or lack of a route that keeps the finding from being told; null: nothing. */
  private @Nullable String mutedBy(FindingRevision finding, long now) {
    String silence = decisions.silencedBy(finding, now);
    if (silence != null) {
      return silence;
    }
    for (String id : switches) {
      Alert off = alerts.get(id);
      if (off != null && Inhibition.mutes(off.finding(), finding)) {
        return id;
      }
    }
    return routing.of(finding).isEmpty() ? NO_ROUTE : null;
  }

  private void keep(Alert alert) {
    alerts.put(alert.id(), alert);
    if (alert.state().live() && Inhibition.mutes(alert.finding())) {
      switches.add(alert.id());
    } else {
      switches.remove(alert.id());
    }
  }

  public AlertNews take(FindingRevision revision, long now) {
    AlertNews news = new AlertNews();
    Alert before = alerts.get(revision.findingId());
    if (before == null && revision.standing()) {
      look(rules.first(revision, now), null, null, now, news);
    } else if (before != null) {
      Alert next = rules.with(before, revision);
      if (next != null) {
        look(next, before, null, now, news);
      }
    }
    return news;
  }

  public AlertNews take(Decision decision, long now) {
    AlertNews news = new AlertNews();
    if (decisions.take(decision)) {
      List.copyOf(alerts.values()).forEach(alert -> look(alert, alert, decision, now, news));
    }
    return news;
  }

  /** Time has passed: what waited for it. */
  public AlertNews tick(long now) {
    AlertNews news = new AlertNews();
    for (Alert alert : List.copyOf(alerts.values())) {
      if (!alert.state().live() && now - alert.changedAt() > FORGET_MILLIS) {
        alerts.remove(alert.id());
        recorded.remove(alert.id());
      } else {
        look(alert, alert, null, now, news);
      }
    }
    bursts.values().removeIf(each -> now - each.since >= terms.groupInterval().toMillis());
    long wait = terms.digestWait().toMillis();
    digest(old, false, old.due(now, wait), news);
    digest(burst, true, burst.due(now, wait), news);
    return news;
  }

  /** There will be no more: digests go now. */
  public AlertNews end(long now) {
    AlertNews news = tick(now);
    digest(old, false, !old.ids.isEmpty(), news);
    digest(burst, true, !burst.ids.isEmpty(), news);
    return news;
  }

  /** What a sink that forgets must be told again: every live alert that was told. */
  public List<Notice> standing(long now) {
    List<Notice> all = new ArrayList<>();
    for (Alert alert : alerts.values()) {
      if (alert.state().live() && alert.told() != null) {
        all.add(notice(alert, NoticeKind.REFRESH, now));
      }
    }
    return all;
  }

  private void look(
      Alert alert, @Nullable Alert before, @Nullable Decision decision, long now, AlertNews news) {
    FindingRevision finding = alert.finding();
    Decision acknowledgement = decisions.acknowledgement(alert.id());
    Decision disposition = decisions.disposition(alert.id());
    Around around =
        new Around(acknowledgement, disposition, mutedBy(finding, now), bursting(alert, now));
    Step step = rules.look(alert, around, now);
    Alert next = tell(alert, step, now, news);
    keep(next);
    String change = change(before, next, step.telling(), now);
    if (change != null) {
      Decision cause = cause(change, next, decision, acknowledgement, disposition);
      news.records().add(new AlertRecord(number++, next, change, cause, now));
      recorded.put(next.id(), new Recorded(now, next.finding().occurrences()));
    }
  }

  private boolean bursting(Alert alert, long now) {
    Burst group = bursts.get(alert.group());
    return group != null
        && now - group.since < terms.groupInterval().toMillis()
        && group.told >= terms.burst();
  }

  /** The alert as it is once this is told. */
  private Alert tell(Alert before, Step step, long now, AlertNews news) {
    Alert alert = step.next();
    List<String> route = routing.of(alert.finding());
    switch (step.telling()) {
      case NONE -> {}
      case OLD -> old.add(alert.id(), now);
      case BURST -> burst.add(alert.id(), now);
      case TRIGGER -> {
        bursts.merge(alert.group(), new Burst(now, 1), (a, b) -> counted(a, now));
        news.tell(notice(alert, NoticeKind.TRIGGER, now), route);
        return alert.toldTo(route);
      }
      case UPDATE -> {
        news.tell(notice(alert, NoticeKind.UPDATE, now), route);
        return alert.toldTo(route);
      }
      case ACKNOWLEDGE ->
          news.tell(notice(alert, NoticeKind.ACKNOWLEDGE, now), heardBefore(before, route));
      case RESOLVE -> news.tell(notice(alert, NoticeKind.RESOLVE, now), heardBefore(before, route));
    }
    return alert;
  }

  /** The route and who was told before by another: whoever heard of it hears how it goes on. */
  private static List<String> heardBefore(Alert alert, List<String> route) {
    Alert.Told told = alert.told();
    Set<String> sinks = new LinkedHashSet<>(route);
    sinks.addAll(told == null ? List.of() : told.sinks());
    return List.copyOf(sinks);
  }

  private Burst counted(Burst group, long now) {
    return now - group.since >= terms.groupInterval().toMillis()
        ? new Burst(now, 1)
        : new Burst(group.since, group.told + 1);
  }

  private static Notice notice(Alert alert, NoticeKind kind, long now) {
    // With the kind: after a crash the same count may be reached by another way.
    String key = alert.id() + '-' + alert.episode() + '-' + alert.notices() + '-' + kind.id();
    return new Notice(
        alert.id(),
        key,
        kind,
        alert.state(),
        alert.group(),
        alert.finding(),
        alert.openedAt(),
        now,
        List.of());
  }

  private @Nullable String change(@Nullable Alert before, Alert next, Telling telling, long now) {
    if (before == null || before.episode() != next.episode()) {
      return "opened";
    }
    if (before.state().live() != next.state().live() || before.state() != next.state()) {
      return next.state().live() ? "told" : "ended";
    }
    if (telling == Telling.ACKNOWLEDGE) {
      return "acknowledged";
    }
    if (!java.util.Objects.equals(before.mutedBy(), next.mutedBy())) {
      return next.mutedBy() == null ? "heard" : "muted";
    }
    if (telling != Telling.NONE) {
      return "told";
    }
    if (!next.state().live()) {
      return null;
    }
    Recorded last =
        recorded.computeIfAbsent(next.id(), id -> new Recorded(now, next.finding().occurrences()));
    boolean grown = next.finding().occurrences() != last.occurrences;
    return grown && now - last.at >= RECORD_MILLIS ? "grown" : null;
  }

  private static @Nullable Decision cause(
      String change,
      Alert next,
      @Nullable Decision decision,
      @Nullable Decision acknowledgement,
      @Nullable Decision disposition) {
    if (change.equals("acknowledged")) {
      return acknowledgement;
    }
    if (next.state() == AlertState.DISPOSITIONED) {
      return disposition;
    }
    return change.equals("muted") || change.equals("heard") ? decision : null;
  }

  private void digest(Waiting waiting, boolean burst, boolean due, AlertNews news) {
    if (!due) {
      return;
    }
    List<Alert> told = new ArrayList<>();
    for (String id : waiting.ids) {
      Alert alert = alerts.get(id);
      if (alert != null && alert.state().live() && alert.digested()) {
        told.add(alert);
      }
    }
    waiting.ids.clear();
    if (!told.isEmpty()) {
      news.digests().add(new AlertNews.Digest(burst, told));
    }
  }

  /** The number of the next record; every one is greater than all before. */
  public long number() {
    return number;
  }

  public byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.writeByte(VERSION);
    out.writeLong(number);
    out.writeLong(alerts.size());
    alerts.values().forEach(alert -> alert.write(out));
    out.writeLong(decisions.all().size());
    for (Decision decision : decisions.all()) {
      out.writeString(decision.id());
      Map<String, String> texts = decision.texts();
      out.writeLong(texts.size());
      texts.forEach(
          (key, value) -> {
            out.writeString(key);
            out.writeString(value);
          });
    }
    out.writeLong(bursts.size());
    bursts.forEach(
        (group, each) -> {
          out.writeString(group);
          out.writeLong(each.since);
          out.writeLong(each.told);
        });
    write(out, old);
    write(out, burst);
    return out.toByteArray();
  }

  public static AlertBook decode(AlertTerms terms, Routing routing, byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "the stored alerts have version %d; this build reads up to %d"
              .formatted(version, VERSION));
    }
    AlertBook book = new AlertBook(terms, routing, in.readLong());
    TextPool pool = new TextPool();
    for (long n = in.readLong(); n > 0; n--) {
      Alert alert = Alert.read(in, pool);
      book.keep(alert);
    }
    for (long n = in.readLong(); n > 0; n--) {
      String id = in.readString();
      Map<String, String> texts = new TreeMap<>();
      for (long m = in.readLong(); m > 0; m--) {
        texts.put(in.readString(), in.readString());
      }
      book.decided(id, texts);
    }
    for (long n = in.readLong(); n > 0; n--) {
      book.bursts.put(in.readString(), new Burst(in.readLong(), (int) in.readLong()));
    }
    read(in, book.old);
    read(in, book.burst);
    return book;
  }

  /** What an earlier build took and this one does not is left out; the log names its file. */
  private void decided(String id, Map<String, String> texts) {
    Decision decision;
    try {
      decision = Decision.of(id, texts);
    } catch (IllegalArgumentException e) {
      return;
    }
    decisions.take(decision);
  }

  private static void write(ByteWriter out, Waiting waiting) {
    out.writeLong(waiting.first);
    out.writeLong(waiting.last);
    out.writeLong(waiting.ids.size());
    waiting.ids.forEach(out::writeString);
  }

  private static void read(ByteReader in, Waiting waiting) {
    waiting.first = in.readLong();
    waiting.last = in.readLong();
    for (long n = in.readLong(); n > 0; n--) {
      waiting.ids.add(in.readString());
    }
  }
}
