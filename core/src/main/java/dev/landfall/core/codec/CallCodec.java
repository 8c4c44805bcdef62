package dev.landfall.core.codec;

import dev.landfall.core.model.Call;
import dev.landfall.core.model.Witness;

/**
 * The byte form of calls and witnesses: operator state, edges between operators, and the lake's
 * {@code evidence} column.
 *
 * <p>Shape: the first byte is the form's version. A reader knows every version ever released; a
 * field is added by a new version, never by changing an old one. Equal values have equal bytes in
 * each version; values are compared, not bytes, wherever versions may meet. Texts are UTF-8: half
 * of a surrogate pair, which is no text, becomes a question mark.
 *
 * <p>Errors: {@link IllegalStateException} for a version that this build does not know and for
 * bytes that end early or cannot be what was written.
 */
public final class CallCodec {
  private static final int FEW = 2; // URIs of one call

  private CallCodec() {}

  public static byte[] encode(Call call) {
    CallWriter writer = new CallWriter(new PlaceUris(FEW));
    writer.write(call);
    return writer.toByteArray();
  }

  public static byte[] encode(Witness witness) {
    CallWriter writer = new CallWriter(new PlaceUris(FEW));
    writer.write(witness);
    return writer.toByteArray();
  }

  /**
   * Bytes that stand for the witness in whatever version of the lake it is met: the first form, for
   * rows that are known by their hash were written with it.
   */
  public static byte[] identity(Witness witness) {
    return FirstForm.write(witness);
  }

  public static Call decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return version(in) == FirstForm.VERSION ? FirstForm.call(in) : new CallReader(in).call();
  }

  public static Witness decodeWitness(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return version(in) == FirstForm.VERSION ? FirstForm.witness(in) : new CallReader(in).witness();
  }

  private static int version(ByteReader in) {
    int version = in.readByte();
    if (version != FirstForm.VERSION && version != CallWriter.VERSION) {
      throw new IllegalStateException(
          "coded form has version %d; this build reads up to %d"
              .formatted(version, CallWriter.VERSION));
    }
    return version;
  }
}
