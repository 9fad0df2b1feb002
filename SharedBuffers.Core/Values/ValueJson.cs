using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;

namespace SharedBuffers.Values;

/// <summary>
/// Writes stored values and objects as JSON. One walk counts both, so that objects inside values inside objects have one depth and one end.
/// </summary>
internal struct ValueJson(Utf8JsonWriter writer, MemoryRegion? region)
{
    /// <summary>What is not written by a caller's own writer is for people: text that is not ASCII stays readable.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ValueWalk _walk = new(region);

    /// <summary>The text that something writes.</summary>
    public static string ToText<T>(T value, Action<T, Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Options))
        {
            write(value, writer);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Writes an object: its slots in the order of their declaration, unset ones left out.</summary>
    public void Write(ObjectView view)
    {
        _walk.Enter(view.Reference.Offset);
        writer.WriteStartObject();
        foreach (ObjectView.SetSlot slot in view)
        {
            writer.WritePropertyName(slot.Slot.Name);
            WriteSlot(view, slot);
        }

        writer.WriteEndObject();
        _walk.Leave();
    }

    public void Write(SharedValue value)
    {
        switch (value.Kind)
        {
            case SharedValueKind.Null:
                writer.WriteNullValue();
                break;
            case SharedValueKind.Boolean:
                writer.WriteBooleanValue(value.Get<bool>());
                break;
            case SharedValueKind.Integer:
                WriteInteger(value);
                break;
            case SharedValueKind.Float:
                WriteFloat(value.Get<double>(), value.TypeCode == ValueTypeCode.Float32);
                break;
            case SharedValueKind.String:
                WriteString(value.AsString(), value.PayloadOffset);
                break;
            case SharedValueKind.Bytes or SharedValueKind.Buffer:
                WriteBytes(value.AsBytes(), value.PayloadOffset);
                break;
            case SharedValueKind.Decimal:
                WriteDecimal(value);
                break;
            case SharedValueKind.DateTime:
                WriteInstant(value.Get<StoredInstant>());
                break;
            case SharedValueKind.Date:
                writer.WriteStringValue(value.Get<DateOnly>().ToString("O", CultureInfo.InvariantCulture));
                break;
            case SharedValueKind.Object:
                WriteObject(value);
                break;
            default:
                _walk.Enter(value.PayloadOffset);
                WriteContainer(value);
                _walk.Leave();
                break;
        }
    }

    private void WriteSlot(ObjectView view, ObjectView.SetSlot slot)
    {
        if (slot.IsNull)
        {
            writer.WriteNullValue();
        }
        else if (slot.Slot.Type.Kind == SlotKind.Struct)
        {
            Write(view.GetObject(slot.Index)!.Value);
        }
        else if (view.TryGetOffsetInstant(slot.Index, out StoredInstant instant))
        {
            WriteInstant(instant);
        }
        else
        {
            Write(slot.Value);
        }
    }

    /// <summary>An object whose schema the region does not know shows the typecode that nobody claims.</summary>
    private void WriteObject(SharedValue value)
    {
        if (TypeRegistry.Of(value.Region).TryGetSchema((byte)value.TypeCode, out _))
        {
            Write(value.Get<ObjectView>());
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("$typecode", (byte)value.TypeCode);
        writer.WriteEndObject();
    }

    /// <summary>As the writer has instants, where .NET has a type for them.</summary>
    private readonly void WriteInstant(StoredInstant instant)
    {
        if (instant.OffsetMinutes is null && instant.TryToDateTime(out DateTime utc))
        {
            writer.WriteStringValue(utc);
        }
        else if (instant.TryToDateTimeOffset(out DateTimeOffset local))
        {
            writer.WriteStringValue(local);
        }
        else
        {
            writer.WriteStringValue(instant.ToString());
        }
    }

    private readonly void WriteInteger(SharedValue value)
    {
        if (value.TryGet(out long number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNumberValue(value.Get<ulong>());
        }
    }

    private readonly void WriteFloat(double number, bool isSingle)
    {
        if (!double.IsFinite(number))
        {
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
        else if (isSingle)
        {
            writer.WriteNumberValue((float)number);
        }
        else
        {
            writer.WriteNumberValue(number);
        }
    }

    private void WriteString(SharedString text, long offset)
    {
        _walk.Copy(text.ByteLength, offset);
        using var lease = new SharedBytes.ByteLease(text.Bytes);
        CheckUtf8(lease.Span);
        writer.WriteStringValue(lease.Span);
    }

    /// <summary>Text that is not UTF-8 must be found before the writer sees it, which reports an error of its own.</summary>
    private static void CheckUtf8(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            ThrowHelper.Corrupt_NotUtf8();
        }
    }

    private void WriteBytes(SharedBytes bytes, long offset)
    {
        _walk.Copy(bytes.Length, offset);
        using var lease = new SharedBytes.ByteLease(bytes);
        writer.WriteBase64StringValue(lease.Span);
    }

    private void WriteDecimal(SharedValue value)
    {
        SharedDecimal number = value.AsDecimal();
        _walk.Copy(number.DigitCount * ValueWalk.ContentPerVisit, value.PayloadOffset);
        writer.WriteRawValue(number.ToString(), skipInputValidation: true);
    }

    private void WriteContainer(SharedValue value)
    {
        switch (value.Kind)
        {
            case SharedValueKind.Map:
                WriteMap(value.AsMap());
                break;
            case SharedValueKind.NdArray:
                WriteNdArray(value.AsNdArray(), value.PayloadOffset);
                break;
            case SharedValueKind.Set:
                writer.WriteStartArray();
                foreach (SharedValue element in value.AsSet())
                {
                    _walk.Visit(value.PayloadOffset);
                    Write(element);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartArray();
                foreach (SharedValue element in value.AsList())
                {
                    _walk.Visit(value.PayloadOffset);
                    Write(element);
                }

                writer.WriteEndArray();
                break;
        }
    }

    /// <summary>A map with text keys becomes an object, any other an array of pairs.</summary>
    private void WriteMap(SharedMap<SharedValue, SharedValue> map)
    {
        long[] entries = map.EntriesInPackedOrder();
        bool named = Array.TrueForAll(entries, entry => map.KeyAt(entry).Kind == SharedValueKind.String);
        if (named)
        {
            writer.WriteStartObject();
        }
        else
        {
            writer.WriteStartArray();
        }

        foreach (long entry in entries)
        {
            SharedValue key = map.KeyAt(entry);
            _walk.Visit(entry);
            if (named)
            {
                SharedString name = key.AsString();
                _walk.Copy(name.ByteLength, entry);
                WriteName(name);
                Write(map.ValueAt(entry));
                continue;
            }

            writer.WriteStartArray();
            Write(key);
            Write(map.ValueAt(entry));
            writer.WriteEndArray();
        }

        if (named)
        {
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteEndArray();
        }
    }

    private readonly void WriteName(SharedString name)
    {
        using var lease = new SharedBytes.ByteLease(name.Bytes);
        CheckUtf8(lease.Span);
        writer.WritePropertyName(lease.Span);
    }

    /// <summary>Type, shape and the elements in C order: numbers and text as such, everything else as the bytes of all.</summary>
    private void WriteNdArray(SharedNdArray array, long offset)
    {
        _walk.Copy(array.Length * Math.Max(array.Type.ItemSize, sizeof(double)), offset);
        writer.WriteStartObject();
        writer.WriteString("dtype", array.Type.ToString());
        writer.WriteStartArray("shape");
        for (int i = 0; i < array.Rank; i++)
        {
            writer.WriteNumberValue(array.GetLength(i));
        }

        writer.WriteEndArray();
        bool isText = !array.Type.IsRecord && array.Type.Scalar.Kind is 'S' or 'U';
        if (!isText && (array.Type.IsRecord || !array.Type.Scalar.IsNumeric || array.Type.ItemSize > sizeof(double)))
        {
            writer.WriteBase64String("data", array.ToBytes());
        }
        else
        {
            writer.WriteStartArray("data");
            WriteElements(array);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private readonly void WriteElements(SharedNdArray array)
    {
        switch (array.Type.Scalar.Kind)
        {
            case 'f':
                foreach (double number in array.ToArray<double>())
                {
                    WriteFloat(number, array.Type.ItemSize < sizeof(double));
                }

                break;
            case 'S' or 'U':
                foreach (string text in array.EnumerateStrings())
                {
                    writer.WriteStringValue(text);
                }

                break;
            case 'b':
                foreach (bool flag in array.ToArray<bool>())
                {
                    writer.WriteBooleanValue(flag);
                }

                break;
            case 'u':
                foreach (ulong number in array.ToArray<ulong>())
                {
                    writer.WriteNumberValue(number);
                }

                break;
            default:
                foreach (long number in array.ToArray<long>())
                {
                    writer.WriteNumberValue(number);
                }

                break;
        }
    }
}
