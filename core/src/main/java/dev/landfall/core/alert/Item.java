package dev.landfall.core.alert;

import dev.landfall.core.codec.ByteReader;
import dev.landfall.core.codec.ByteWriter;
import dev.landfall.core.codec.TextPool;
import java.util.ArrayList;
import java.util.List;

/**
 * A notice waiting for one sink.
 *
 * @param number its place in the order of the lane
 * @param others sinks of its route that tell if this one does not take it, in order
 * @param tries requests made so far
 * @param nextAt not before this time
 * @param firstAt when it came in
 * @param single it is sent without others
 */
public record Item(
    long number,
    Notice notice,
    List<String> others,
    int tries,
    long nextAt,
    long firstAt,
    boolean single) {
  public Item {
    others = List.copyOf(others);
  }

  Item tried() {
    return new Item(number, notice, others, tries + 1, nextAt, firstAt, single);
  }

  Item at(long time) {
    return new Item(number, notice, others, tries, time, firstAt, single);
  }

  Item alone(long time) {
    return new Item(number, notice, others, tries, time, firstAt, true);
  }

  Item telling(Notice newer) {
    return new Item(number, newer, others, tries, nextAt, firstAt, single);
  }

  void write(ByteWriter out) {
    out.writeLong(number);
    notice.write(out);
    out.writeLong(others.size());
    others.forEach(out::writeString);
    out.writeLong(tries);
    out.writeLong(nextAt);
    out.writeLong(firstAt);
    out.writeByte(single ? 1 : 0);
  }

  static Item read(ByteReader in, TextPool texts) {
    long number = in.readLong();
    Notice notice = Notice.read(in, texts);
    List<String> others = new ArrayList<>();
    for (long n = in.readLong(); n > 0; n--) {
      others.add(texts.shared(in.readString()));
    }
    return new Item(
        number,
        notice,
        others,
        (int) in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readByte() == 1);
  }
}
