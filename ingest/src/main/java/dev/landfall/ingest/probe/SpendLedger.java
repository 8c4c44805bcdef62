package dev.landfall.ingest.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.landfall.core.probe.ProbePace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The journal of what the probe spent: reserved before a request is sent, settled after it.
 *
 * <p>Shape: {@code spend/YYYY-MM.jsonl}, one object per line: {@code reserve}, {@code settle} to
 * what was used, {@code release} of what was never sent. A line is on the disk before the request
 * it is for may leave. All processes on one lake hold the same operating-system lock while they
 * read what the others wrote, check and append; so together they never pass a cap, and a restart
 * finds everything. A process that dies leaves its open reservations spent. Units: tokens,
 * nano-dollars, epoch milliseconds. Threads: safe. Errors: a damaged line stops the probe, since
 * what it held is not known; only a last line without its end is taken back, for nothing was sent
 * on it.
 */
final class SpendLedger {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int CHUNK = 1 << 20;

  /** One lock per file in this process: the operating system's lock does not part its threads. */
  private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

  private final Path folder;
  private final Path lockFile;
  private final SpendBook book = new SpendBook();
  private final Map<YearMonth, Long> read = new TreeMap<>();

  /**
   * One request that wants to be sent.
   *
   * @param quotaTokens what its quota would reserve, for the pace
   * @param tokens the most it can use, in and out
   * @param nanoUsd the most it can cost
   */
  record Claim(
      String id, String run, long at, String quota, long quotaTokens, long tokens, long nanoUsd) {}

  /** The answer to a claim, in the claims' order. */
  record Verdict(Kind kind, String why) {
    static final Verdict GRANTED = new Verdict(Kind.GRANTED, "");

    enum Kind {
      GRANTED,
      /** The quota's share is used up for this minute, by this or another process. */
      PACE,
      /** A cap would be passed: nothing more may be sent under it. */
      CAP
    }
  }

  /** What became of a reservation; null figures: nothing was sent. */
  record Outcome(String id, @Nullable Long tokens, @Nullable Long nanoUsd) {}

  private SpendLedger(Path folder) {
    this.folder = folder;
    this.lockFile = folder.resolve("spend.lock");
  }

  static SpendLedger in(Path probes) throws IOException {
    Path folder = Files.createDirectories(probes.resolve("spend")).toRealPath();
    return new SpendLedger(folder);
  }

  /** Checks and records the claims in order, each on top of those granted before it. */
  List<Verdict> reserve(List<Claim> claims, SpendCaps caps, Map<String, ProbePace.Limit> limits)
      throws IOException, ProbeProblem {
    return locked(
        () -> {
          List<Verdict> verdicts = new ArrayList<>();
          Map<YearMonth, ByteArrayOutputStream> lines = new TreeMap<>();
          for (Claim claim : claims) {
            Verdict verdict = check(claim, caps, limits.get(claim.quota()));
            if (verdict.kind() == Verdict.Kind.GRANTED) {
              book.reserve(
                  claim.id(),
                  claim.run(),
                  claim.at(),
                  claim.quota(),
                  claim.quotaTokens(),
                  claim.tokens(),
                  claim.nanoUsd());
              write(lines, month(claim.at()), reserved(claim));
            }
            verdicts.add(verdict);
          }
          append(lines);
          return verdicts;
        });
  }

  /** Records what became of reservations. */
  void settle(List<Outcome> outcomes, long at) throws IOException, ProbeProblem {
    if (outcomes.isEmpty()) {
      return;
    }
    locked(
        () -> {
          Map<YearMonth, ByteArrayOutputStream> lines = new TreeMap<>();
          for (Outcome outcome : outcomes) {
            Long tokens = outcome.tokens();
            Long nanoUsd = outcome.nanoUsd();
            if (tokens == null || nanoUsd == null) {
              book.release(outcome.id());
            } else {
              book.settle(outcome.id(), tokens, nanoUsd);
            }
            write(lines, month(at), settled(outcome));
          }
          append(lines);
          return true;
        });
  }

  private Verdict check(Claim claim, SpendCaps caps, ProbePace.@Nullable Limit limit) {
    String passed = book.passed(caps, claim.run(), claim.at(), claim.tokens(), claim.nanoUsd());
    if (passed != null) {
      return new Verdict(Verdict.Kind.CAP, passed);
    }
    if (limit != null) {
      long[] minute = book.lastMinute(claim.quota(), claim.at());
      Long requests = limit.requests();
      Long tokens = limit.tokens();
      if (requests != null && minute[0] + 1 > requests
          || tokens != null && minute[1] + claim.quotaTokens() > tokens) {
        return new Verdict(Verdict.Kind.PACE, "the share of quota " + claim.quota());
      }
    }
    return Verdict.GRANTED;
  }

  private interface Work<T> {
    T run() throws IOException, ProbeProblem;
  }

  private <T> T locked(Work<T> work) throws IOException, ProbeProblem {
    ReentrantLock here = HERE.computeIfAbsent(lockFile, f -> new ReentrantLock());
    here.lock();
    // The file stays open only while its lock is held: closing any handle drops a POSIX lock.
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("the lock " + lockFile + " was lost");
      }
      catchUp();
      return work.run();
    } finally {
      here.unlock();
    }
  }

  /** Reads what was appended since the last look, in all months: a run may span two of them. */
  private void catchUp() throws IOException, ProbeProblem {
    List<Path> files;
    try (var found = Files.list(folder)) {
      files = found.filter(f -> month(f) != null).sorted().toList();
    }
    for (Path file : files) {
      YearMonth month = month(file);
      if (month != null) {
        read.put(month, read(file, read.getOrDefault(month, 0L)));
      }
    }
  }

  private long read(Path file, long from) throws IOException, ProbeProblem {
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (in.size() < from) {
        throw damaged(file, from, "it is shorter than it was");
      }
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(1, in.size() - from)));
      long at = from;
      long whole = from;
      while (in.read(chunk.clear(), at) > 0) {
        chunk.flip();
        at += chunk.limit();
        while (chunk.hasRemaining()) {
          byte b = chunk.get();
          if (b != '\n') {
            line.write(b);
            continue;
          }
          apply(file, whole, line.toByteArray());
          whole += line.size() + 1;
          line.reset();
        }
      }
      if (line.size() > 0) {
        in.truncate(whole); // cut off while it was written, so what it was for never left
      }
      return whole;
    }
  }

  private void apply(Path file, long offset, byte[] line) throws ProbeProblem {
    String kind = "";
    String id = "";
    String run = "";
    String quota = "";
    long at = 0;
    long quotaTokens = 0;
    long tokens = 0;
    long nanoUsd = 0;
    try (JsonParser in = JSON.createParser(line)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw damaged(file, offset, "a line is no object");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "do" -> kind = in.getText();
          case "id" -> id = in.getText();
          case "run" -> run = in.getText();
          case "quota" -> quota = in.getText();
          case "at" -> at = in.getLongValue();
          case "quota_tokens" -> quotaTokens = in.getLongValue();
          case "tokens" -> tokens = in.getLongValue();
          case "nano_usd" -> nanoUsd = in.getLongValue();
          default -> in.skipChildren();
        }
      }
    } catch (IOException e) {
      throw damaged(file, offset, "a line is not JSON");
    }
    switch (kind) {
      case "reserve" -> book.reserve(id, run, at, quota, quotaTokens, tokens, nanoUsd);
      case "settle" -> book.settle(id, tokens, nanoUsd);
      case "release" -> book.release(id);
      default -> throw damaged(file, offset, "a line does nothing known");
    }
  }

  private static ProbeProblem damaged(Path file, long offset, String why) {
    return new ProbeProblem(
        "the journal of what was spent cannot be trusted: %s, byte %d: %s. Nothing is sent; set the file aside to begin to count anew"
            .formatted(file, offset, why));
  }

  private void append(Map<YearMonth, ByteArrayOutputStream> lines) throws IOException {
    for (Map.Entry<YearMonth, ByteArrayOutputStream> entry : lines.entrySet()) {
      Path file = folder.resolve(entry.getKey() + ".jsonl");
      ByteBuffer bytes = ByteBuffer.wrap(entry.getValue().toByteArray());
      int size = bytes.remaining();
      try (FileChannel out =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND)) {
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      read.merge(entry.getKey(), (long) size, Long::sum);
    }
  }

  private static void write(
      Map<YearMonth, ByteArrayOutputStream> lines, YearMonth month, byte[] line) {
    ByteArrayOutputStream out = lines.computeIfAbsent(month, m -> new ByteArrayOutputStream());
    out.writeBytes(line);
    out.write('\n');
  }

  private static byte[] reserved(Claim claim) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("do", "reserve");
      out.writeStringField("id", claim.id());
      out.writeStringField("run", claim.run());
      out.writeNumberField("at", claim.at());
      out.writeStringField("quota", claim.quota());
      out.writeNumberField("quota_tokens", claim.quotaTokens());
      out.writeNumberField("tokens", claim.tokens());
      out.writeNumberField("nano_usd", claim.nanoUsd());
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static byte[] settled(Outcome outcome) throws IOException {
    Long tokens = outcome.tokens();
    Long nanoUsd = outcome.nanoUsd();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("do", tokens == null || nanoUsd == null ? "release" : "settle");
      out.writeStringField("id", outcome.id());
      if (tokens != null && nanoUsd != null) {
        out.writeNumberField("tokens", tokens);
        out.writeNumberField("nano_usd", nanoUsd);
      }
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static YearMonth month(long at) {
    return YearMonth.from(SpendBook.day(at));
  }

  private static @Nullable YearMonth month(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.matches("[0-9]{4}-[0-9]{2}\\.jsonl") ? YearMonth.parse(name.substring(0, 7)) : null;
  }
}
