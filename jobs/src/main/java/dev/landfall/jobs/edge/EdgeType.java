package dev.landfall.jobs.edge;

import dev.landfall.core.pairing.Revision;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Tells Flink that a type of ours has a serializer of its own. */
public final class EdgeType<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1;

  /** Rows of the lake in {@code LakeRow.encode()} form. */
  public static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  public static final TypeInformation<Parcel> PARCEL =
      new EdgeType<>(Parcel.class, ParcelSerializer.INSTANCE);
  public static final TypeInformation<Revision> REVISION =
      new EdgeType<>(Revision.class, RevisionSerializer.INSTANCE);
  public static final TypeInformation<JudgedCall> JUDGED =
      new EdgeType<>(JudgedCall.class, JudgedCallSerializer.INSTANCE);

  private final Class<T> type;
  private final TypeSerializer<T> serializer;

  public EdgeType(Class<T> type, TypeSerializer<T> serializer) {
    this.type = type;
    this.serializer = serializer;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer.duplicate();
  }

  @Override
  public String toString() {
    return "EdgeType(" + type.getSimpleName() + ")";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EdgeType<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof EdgeType<?>;
  }
}
