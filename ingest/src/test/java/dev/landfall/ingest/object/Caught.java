package dev.landfall.ingest.object;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.lake.LakeRow;
import dev.landfall.core.model.PlaceKind;
import dev.landfall.core.model.Witness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Everything the parser gave for one object or payload, in order. */
final class Caught implements RecordSink {
  static final long ARRIVED = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
  static final String URI = "file:logs/object.json.gz";

  final List<Witness> witnesses = new ArrayList<>();
  final List<LakeRow> changes = new ArrayList<>();
  final List<LakeRow> surfaces = new ArrayList<>();
  final List<String> ignored = new ArrayList<>();
  final List<LakeRow> rejects = new ArrayList<>();

  /** Everything as bytes, in the order it came: what could leave the parser. */
  final ByteArrayOutputStream all = new ByteArrayOutputStream();

  LakeRow object = null;
  int windowBytes;

  static Caught parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  static Caught parse(byte[] stored) {
    return parse(stored, ParseOptions.defaults());
  }

  static Caught parse(byte[] stored, ParseOptions options) {
    return parse(new ByteArrayInputStream(stored), stored.length, options, 1 << 16);
  }

  static Caught parse(InputStream stored, long size, ParseOptions options, int window) {
    Caught caught = new Caught();
    ObjectRef ref = new ObjectRef(URI, PlaceKind.OBJECT, size, ARRIVED, ARRIVED);
    try (ObjectCursor cursor = ObjectCursor.open(ref, stored, options, window)) {
      while (cursor.next(caught)) {
        if (cursor.position() != caught.records()) {
          throw new AssertionError(
              "step %d gave %d records".formatted(cursor.position(), caught.records()));
        }
      }
      caught.object = cursor.objectRow();
      caught.windowBytes = cursor.windowBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    caught.write(caught.object.encode());
    caught.checkSums();
    return caught;
  }

  static Caught payload(byte[] payload) {
    Caught caught = new Caught();
    Payload.parse(payload, "stream/shard/1", ARRIVED, ParseOptions.defaults(), caught);
    return caught;
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] gzip(String plain) {
    return gzip(plain.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sample(String name) {
    try (InputStream in = Caught.class.getResourceAsStream("/samples/" + name)) {
      if (in == null) {
        throw new AssertionError("no sample " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long records() {
    return witnesses.size() + changes.size() + surfaces.size() + ignored.size() + rejects.size();
  }

  Witness one() {
    if (witnesses.size() != 1 || records() != 1) {
      throw new AssertionError("wanted one witness, got " + summary());
    }
    return witnesses.get(0);
  }

  List<String> reasons() {
    return rejects.stream().map(row -> (String) row.get("reason")).toList();
  }

  String summary() {
    return "witnesses %d, changes %d, surfaces %d, ignored %s, rejects %s"
        .formatted(witnesses.size(), changes.size(), surfaces.size(), ignored, reasons());
  }

  String outputs() {
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  private void checkSums() {
    long addenda = witnesses.stream().filter(Witness::addendum).count();
    expect("records", records());
    expect("witness_records", witnesses.size() - addenda);
    expect("addendum_records", addenda);
    expect("change_records", changes.size());
    expect("ignored_records", ignored.size() + surfaces.size());
    expect("rejected_records", rejects.size());
  }

  private void expect(String column, long wanted) {
    if (!Long.valueOf(wanted).equals(object.get(column))) {
      throw new AssertionError(column + ": wanted " + wanted + ", got " + object.get(column));
    }
  }

  private void write(byte[] bytes) {
    all.writeBytes(bytes);
    all.write('\n');
  }

  @Override
  public void witness(Witness witness) {
    witnesses.add(witness);
    write(CallCodec.encode(witness));
    write(witness.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void change(LakeRow row) {
    changes.add(row);
    write(row.encode());
  }

  @Override
  public void surface(LakeRow row) {
    surfaces.add(row);
    write(row.encode());
  }

  @Override
  public void ignored(String reason) {
    ignored.add(reason);
    write(reason.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void reject(LakeRow row) {
    rejects.add(row);
    write(row.encode());
  }
}
