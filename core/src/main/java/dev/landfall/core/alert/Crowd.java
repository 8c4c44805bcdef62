package dev.landfall.core.alert;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.codec.TextPool;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Alerts that one sink will be told of together, because it is far behind.
 *
 * <p>Shape: of each alert its id and how it stands; of the gravest few also what they are. Bound:
 * an id for each alert, until the digest is made. Threads: confined to one.
 */
final class Crowd {
  /** How an alert stands in the crowd. The ordinal is part of the stored form. */
  private enum Part {
    /** Its beginning is told here: the sink knows nothing else of it. */
    BEGUN,
    /** News of one that the sink knows. */
    GROWN,
    /** It began here, or in an earlier digest, and has ended. */
    ENDED
  }

  private final TreeMap<String, Part> parts = new TreeMap<>();
  private final TreeMap<String, Long> rules = new TreeMap<>();
  private final List<FindingRevision> named = new ArrayList<>();
  private final Set<String> others = new LinkedHashSet<>();
  private long since;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long occurrences;

  boolean isEmpty() {
    return parts.isEmpty();
  }

  int size() {
    return parts.size();
  }

  /** When the first of them came in. */
  long since() {
    return since;
  }

  /** Takes a notice in that would otherwise wait by itself. */
  void add(Item item) {
    Notice notice = item.notice();
    FindingRevision finding = notice.finding();
    if (parts.isEmpty()) {
      since = item.firstAt();
    }
    others.addAll(item.others());
    first = Math.min(first, finding.firstSeenAt());
    last = Math.max(last, finding.lastSeenAt());
    Part part =
        switch (notice.kind()) {
          case RESOLVE -> Part.ENDED;
          case TRIGGER -> Part.BEGUN;
          default -> Part.GROWN;
        };
    Part before = parts.get(notice.alertId());
    if (before == null) {
      rules.merge(finding.rule(), 1L, Long::sum);
      occurrences += finding.occurrences();
    }
    // News of one that begins here changes nothing of that.
    parts.put(notice.alertId(), before == Part.BEGUN && part == Part.GROWN ? Part.BEGUN : part);
    name(finding, part);
  }

  private void name(FindingRevision finding, Part part) {
    named.removeIf(each -> each.findingId().equals(finding.findingId()));
    if (part != Part.ENDED) {
      named.add(finding);
      named.sort(Digests.GRAVEST_FIRST);
      if (named.size() > Digests.NAMED) {
        named.remove(named.size() - 1);
      }
    }
  }

  /** Whether all that the sink would know of the alert is what this crowd says. */
  boolean began(String alert) {
    return parts.get(alert) == Part.BEGUN;
  }

  /** Alerts of whose beginning nothing but this crowd's digest will tell. */
  List<String> begun() {
    return parts.entrySet().stream()
        .filter(each -> each.getValue() == Part.BEGUN)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** All of them as one notice for one sink, under a key that follows from them alone. */
  Notice notice(String sink, long now) {
    List<String> lines = new ArrayList<>();
    named.forEach(each -> lines.add(Digests.line(each)));
    if (size() > named.size()) {
      lines.add("and " + (size() - named.size()) + " more");
    }
    long ended = parts.values().stream().filter(part -> part == Part.ENDED).count();
    if (ended > 0) {
      lines.add(ended + " of them ended meanwhile");
    }
    List<String> ids = new ArrayList<>();
    parts.forEach((id, part) -> ids.add(id + '-' + part));
    FindingRevision whole =
        Digests.whole(
            named.isEmpty() ? null : named.get(0).severity(),
            occurrences,
            first,
            last,
            Digests.behind(size(), rules));
    String key = Notice.DIGEST + '-' + sink + '-' + since + '-' + Digests.hash(ids);
    return Digests.notice(key, whole, lines, now);
  }

  /** The next sinks of all their routes. */
  List<String> others() {
    return List.copyOf(others);
  }

  void clear() {
    parts.clear();
    rules.clear();
    named.clear();
    others.clear();
    first = Long.MAX_VALUE;
    last = Long.MIN_VALUE;
    occurrences = 0;
  }

  void write(ByteWriter out) {
    out.writeLong(parts.size());
    if (parts.isEmpty()) {
      return;
    }
    out.writeLong(since);
    out.writeLong(first);
    out.writeLong(last);
    out.writeLong(occurrences);
    parts.forEach(
        (id, part) -> {
          out.writeString(id);
          out.writeByte(part.ordinal());
        });
    out.writeLong(rules.size());
    rules.forEach(
        (rule, count) -> {
          out.writeString(rule);
          out.writeLong(count);
        });
    out.writeLong(named.size());
    named.forEach(each -> each.write(out));
    out.writeLong(others.size());
    others.forEach(out::writeString);
  }

  void read(ByteReader in, TextPool texts) {
    long size = in.readLong();
    if (size == 0) {
      return;
    }
    since = in.readLong();
    first = in.readLong();
    last = in.readLong();
    occurrences = in.readLong();
    for (long n = size; n > 0; n--) {
      parts.put(in.readString(), Part.values()[in.readByte()]);
    }
    for (long n = in.readLong(); n > 0; n--) {
      rules.put(in.readString(), in.readLong());
    }
    for (long n = in.readLong(); n > 0; n--) {
      named.add(FindingRevision.read(in, texts));
    }
    for (long n = in.readLong(); n > 0; n--) {
      others.add(in.readString());
    }
  }
}
