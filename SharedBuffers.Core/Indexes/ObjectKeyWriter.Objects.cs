using System.Numerics;
using SharedBuffers.Diagnostics;
using SharedBuffers.Packing;
using SharedBuffers.Values;

namespace SharedBuffers.Indexes;

internal ref partial struct ObjectKeyWriter
{
    /// <summary>Appends any object.</summary>
    /// <exception cref="ArgumentException">Objects of the type cannot be keys.</exception>
    public void AppendObject(object? value)
    {
        switch (value)
        {
            case null or DBNull:
                AppendNull();
                break;
            case string text:
                AppendText(text);
                break;
            case char character:
                AppendText([character]);
                break;
            case bool flag:
                AppendInteger(flag ? 1 : 0);
                break;
            case double number:
                AppendFloat(number);
                break;
            case float number:
                AppendFloat(number);
                break;
            case Half number:
                AppendFloat((double)number);
                break;
            case byte[] bytes:
                AppendBytes(bytes);
                break;
            case ReadOnlyMemory<byte> bytes:
                AppendBytes(bytes.Span);
                break;
            case SharedValue view:
                AppendValue(view);
                break;
            case SharedString view:
                AppendStored(view.Bytes, isText: true);
                break;
            case SharedBytes view:
                AppendStored(view, isText: false);
                break;
            case SharedTuple view:
                AppendElements(view.Elements);
                break;
            case BigInteger number:
                AppendBig(number);
                break;
            default:
                if (ValuePacker.TryGetInteger(value, out Int128 integer))
                {
                    AppendBig(integer);
                }
                else
                {
                    AppendContainer(value);
                }

                break;
        }
    }

    /// <summary>Appends a stored value.</summary>
    /// <exception cref="ArgumentException">Values of the kind cannot be keys.</exception>
    public void AppendValue(SharedValue value)
    {
        switch (value.Kind)
        {
            case SharedValueKind.Null:
                AppendNull();
                break;
            case SharedValueKind.Boolean:
                AppendInteger(value.Get<bool>() ? 1 : 0);
                break;
            case SharedValueKind.Integer when value.TryGet(out long number):
                AppendInteger(number);
                break;
            case SharedValueKind.Integer:
                AppendUnsigned(value.Get<ulong>());
                break;
            case SharedValueKind.Float:
                AppendFloat(value.Get<double>());
                break;
            case SharedValueKind.String:
                AppendStored(value.AsString().Bytes, isText: true);
                break;
            case SharedValueKind.Bytes:
                AppendStored(value.AsBytes(), isText: false);
                break;
            case SharedValueKind.Tuple:
                AppendElements(value.AsTuple().Elements);
                break;
            case SharedValueKind.Set:
                AppendSet(value.AsSet());
                break;
            default:
                ThrowUnhashable(value.Kind.ToString());
                break;
        }
    }

    private static void ThrowUnhashable(string type) =>
        ThrowHelper.Argument($"A {type} cannot be a key: keys are null, numbers, text, bytes, and tuples and sets of keys.", "key");

    private void AppendBig(BigInteger value)
    {
        if (value > ulong.MaxValue || value < long.MinValue)
        {
            Flaw ??= "An integer beyond 64 bits is no key";
        }
        else if (value.Sign < 0)
        {
            AppendInteger((long)value);
        }
        else
        {
            AppendUnsigned((ulong)value);
        }
    }

    private void AppendStored(SharedBytes value, bool isText)
    {
        if (value.IsNull)
        {
            AppendNull();
            return;
        }

        // A compressed one has no span.
        ReadOnlySpan<byte> bytes = value.TryGetSpan(out ReadOnlySpan<byte> span) ? span : value.ToArray();
        if (isText)
        {
            AppendUtf8(bytes);
        }
        else
        {
            AppendBytes(bytes);
        }
    }

    private void AppendElements(SharedList<SharedValue> elements)
    {
        if (elements.IsNull)
        {
            AppendNull();
            return;
        }

        Enter();
        BeginTuple(elements.Count);
        foreach (SharedValue element in elements)
        {
            AppendValue(element);
        }

        _depth--;
    }

    private void AppendContainer(object value)
    {
        Enter();
        if (ObjectShape.IsTuple(value))
        {
            object?[] elements = [.. ObjectShape.Elements(value)];
            BeginTuple(elements.Length);
            foreach (object? element in elements)
            {
                AppendObject(element);
            }
        }
        else if (ObjectShape.IsSet(value))
        {
            AppendSet(ObjectShape.Elements(value));
        }
        else
        {
            ThrowUnhashable(value.GetType().Name);
        }

        _depth--;
    }

    // The encodings of the elements, sorted as bytes, each once.
    private void AppendSet<T>(IEnumerable<T> elements)
    {
        Enter();
        var encodings = new SortedSet<byte[]>(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));
        foreach (T element in elements)
        {
            int start = _length;
            Append(element);
            encodings.Add(Bytes[start..].ToArray());
            _length = start;
        }

        AppendHead(ObjectKeyFormat.Set, ObjectKeyFormat.MaxShortCount, ObjectKeyFormat.LongSet, encodings.Count, 0);
        foreach (byte[] encoding in encodings)
        {
            encoding.CopyTo(Take(encoding.Length));
        }

        _depth--;
    }

    private void Enter()
    {
        if (++_depth > Limits.MaxDepth)
        {
            ThrowHelper.Argument($"Tuples and sets nest deeper than {Limits.MaxDepth} levels, or contain themselves, and cannot be keys.", "key");
        }
    }
}
