package dev.landfall.core.pairing;

import dev.landfall.core.codec.CallCodec;
import dev.landfall.core.model.Call;
import java.util.Arrays;

/**
 * What is remembered of a call between its witnesses.
 *
 * @param settled a {@code FINAL} revision has been made
 * @param provisional a {@code PROVISIONAL} revision has been made
 */
public record CallState(Call call, boolean settled, boolean provisional) {

  /** One byte of flags before the coded call: the form kept in operator state. */
  public byte[] encode() {
    byte[] coded = CallCodec.encode(call);
    byte[] bytes = new byte[coded.length + 1];
    bytes[0] = (byte) ((settled ? 1 : 0) | (provisional ? 2 : 0));
    System.arraycopy(coded, 0, bytes, 1, coded.length);
    return bytes;
  }

  public static CallState decode(byte[] bytes) {
    Call call = CallCodec.decode(Arrays.copyOfRange(bytes, 1, bytes.length));
    return new CallState(call, (bytes[0] & 1) != 0, (bytes[0] & 2) != 0);
  }
}
