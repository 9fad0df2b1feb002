using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Values;

namespace SharedBuffers.Indexes;

/// <summary>
/// Writes keys of any type in their canonical form, on the caller's stack or in pooled memory: two keys are equal when their bytes are. <c>docs/format/object-keys.md</c>.
/// </summary>
internal ref partial struct ObjectKeyWriter : IDisposable
{
    /// <summary>Bytes of stack that callers offer; longer keys use pooled memory.</summary>
    public const int StackLength = 256;

    private Span<byte> _buffer;
    private byte[]? _rented;
    private int _length;
    private int _depth;

    /// <summary>Creates a writer over memory of the caller.</summary>
    public ObjectKeyWriter(Span<byte> stack) => _buffer = stack;

    /// <summary>The bytes; good until the next call or dispose.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _buffer[.._length];

    /// <summary>
    /// Why the value has no canonical form although it is of a type that keys can be: text with a lone surrogate, or an integer beyond 64 bits. Null when it has one.
    /// </summary>
    public string? Flaw { get; private set; }

    /// <summary>Appends a value of any type. Numbers, text and null are not boxed.</summary>
    /// <exception cref="ArgumentException">Values of the type cannot be keys.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append<T>(T item)
    {
        // Folded away for value types.
        if (typeof(T) == typeof(int))
        {
            AppendInteger((int)(object)item!);
        }
        else if (typeof(T) == typeof(uint))
        {
            AppendInteger((uint)(object)item!);
        }
        else if (typeof(T) == typeof(long))
        {
            AppendInteger((long)(object)item!);
        }
        else if (typeof(T) == typeof(ulong))
        {
            AppendUnsigned((ulong)(object)item!);
        }
        else if (typeof(T) == typeof(double))
        {
            AppendFloat((double)(object)item!);
        }
        else if (typeof(T) == typeof(bool))
        {
            AppendInteger((bool)(object)item! ? 1 : 0);
        }
        else if (typeof(T) == typeof(ReadOnlyMemory<byte>))
        {
            AppendBytes(((ReadOnlyMemory<byte>)(object)item!).Span);
        }
        else if (typeof(T) == typeof(SharedValue))
        {
            AppendValue((SharedValue)(object)item!);
        }
        else if (item is string text)
        {
            AppendText(text);
        }
        else
        {
            AppendObject(item);
        }
    }

    /// <summary>The same, and without boxing for value tuples of such as well.</summary>
    /// <exception cref="ArgumentException">Values of the type cannot be keys.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendPart<T>(T item)
    {
        if (ObjectKeyForm<T>.Instance is { } form)
        {
            form.Append(ref this, item);
        }
        else
        {
            Append(item);
        }
    }

    /// <summary>Appends null.</summary>
    public void AppendNull() => Take(1)[0] = ObjectKeyFormat.Null;

    /// <summary>Appends an integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AppendInteger(long value)
    {
        if (value >= 0)
        {
            AppendMagnitude(ObjectKeyFormat.NonNegative, (ulong)value);
        }
        else
        {
            AppendMagnitude(ObjectKeyFormat.Negative, ~(ulong)value);
        }
    }

    /// <summary>Appends an integer that may be beyond the signed ones.</summary>
    public void AppendUnsigned(ulong value) => AppendMagnitude(ObjectKeyFormat.NonNegative, value);

    /// <summary>Appends a number; a whole one that fits 64 signed bits is the integer.</summary>
    public void AppendFloat(double value)
    {
        // The bounds are powers of two and exact; so is -0.0 the integer 0.
        if (value >= -9223372036854775808.0 && value < 9223372036854775808.0 && Math.Truncate(value) == value)
        {
            AppendInteger((long)value);
            return;
        }

        Span<byte> place = Take(1 + sizeof(double));
        place[0] = ObjectKeyFormat.Float;
        BinaryPrimitives.WriteInt64LittleEndian(place[1..], double.IsNaN(value) ? ObjectKeyFormat.NaNBits : BitConverter.DoubleToInt64Bits(value));
    }

    /// <summary>Appends text that is given as UTF-8.</summary>
    public void AppendUtf8(scoped ReadOnlySpan<byte> value) => AppendBlock(ObjectKeyFormat.Text, ObjectKeyFormat.LongText, value);

    /// <summary>Appends bytes that are no text.</summary>
    public void AppendBytes(scoped ReadOnlySpan<byte> value) => AppendBlock(ObjectKeyFormat.Bytes, ObjectKeyFormat.LongBytes, value);

    /// <summary>Appends text as its UTF-8.</summary>
    public void AppendText(scoped ReadOnlySpan<char> value)
    {
        if (value.Length <= ObjectKeyFormat.MaxShortBlock && Ascii(value))
        {
            return;
        }

        using var utf8 = new Utf8Key(value, stackalloc byte[Utf8Key.StackLength]);
        if (utf8.IsValid)
        {
            AppendUtf8(utf8.Bytes);
        }
        else
        {
            Flaw ??= "Text with a lone surrogate has no UTF-8 form";
        }
    }

    /// <summary>Starts a tuple; its elements follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginTuple(int count) => AppendHead(ObjectKeyFormat.Tuple, ObjectKeyFormat.MaxShortCount, ObjectKeyFormat.LongTuple, count, 0);

    /// <summary>Forgets what follows the first bytes, and its flaw.</summary>
    public void Rewind(int length)
    {
        _length = length;
        Flaw = null;
    }

    /// <summary>Gives pooled memory back, if there is some.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            _buffer = default;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // ASCII, which most keys are, is narrowed straight into its place.
    private bool Ascii(scoped ReadOnlySpan<char> value)
    {
        Span<byte> place = Take(1 + value.Length);
        if (System.Text.Ascii.FromUtf16(value, place[1..], out _) == OperationStatus.Done)
        {
            place[0] = (byte)(ObjectKeyFormat.Text + value.Length);
            return true;
        }

        _length -= place.Length;
        return false;
    }

    private void AppendMagnitude(byte form, ulong magnitude)
    {
        int bytes = (64 - BitOperations.LeadingZeroCount(magnitude) + 7) / 8;
        if (_buffer.Length - _length <= sizeof(ulong))
        {
            Grow(1 + sizeof(ulong));
        }

        // All eight bytes are written, and those behind the magnitude written over by what follows.
        Span<byte> place = _buffer.Slice(_length, 1 + sizeof(ulong));
        place[0] = (byte)(form + bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(place[1..], magnitude);
        _length += 1 + bytes;
    }

    private void AppendBlock(byte shortForm, byte longForm, scoped ReadOnlySpan<byte> value)
    {
        AppendHead(shortForm, ObjectKeyFormat.MaxShortBlock, longForm, value.Length, value.Length);
        value.CopyTo(Take(value.Length));
    }

    // A count in the form itself, or in four bytes behind it.
    private void AppendHead(byte shortForm, int maxShort, byte longForm, int count, int bytesBehind)
    {
        if (count <= maxShort)
        {
            Take(1)[0] = (byte)(shortForm + count);
            return;
        }

        KeyLength.Check((long)_length + 1 + sizeof(int) + bytesBehind);
        Span<byte> place = Take(1 + sizeof(int));
        place[0] = longForm;
        BinaryPrimitives.WriteInt32LittleEndian(place[1..], count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Take(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Grow(count);
        }

        Span<byte> place = _buffer.Slice(_length, count);
        _length += count;
        return place;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        long needed = (long)_length + count;
        KeyLength.Check(needed);
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(2L * _buffer.Length, needed), KeyLength.Max));
        Bytes.CopyTo(larger);
        Dispose();
        _rented = larger;
        _buffer = larger;
    }
}
