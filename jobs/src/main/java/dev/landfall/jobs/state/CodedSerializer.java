package dev.landfall.jobs.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Keeps a mutable thing of core in state as its own coded form, which carries its version.
 *
 * <p>The heap backend then holds the thing itself and only codes it for a checkpoint; a copy is
 * made through the coded form, so a checkpoint being written never sees a later change.
 */
abstract class CodedSerializer<T> extends TypeSerializerSingleton<T> {
  private static final long serialVersionUID = 1;

  abstract byte[] encode(T value);

  abstract T decode(byte[] bytes);

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public T copy(T from) {
    return decode(encode(from));
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T value, DataOutputView out) throws IOException {
    byte[] bytes = encode(value);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public T deserialize(DataInputView in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return decode(bytes);
  }

  @Override
  public T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    int length = in.readInt();
    out.writeInt(length);
    out.write(in, length);
  }
}
