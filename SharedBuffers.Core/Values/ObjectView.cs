using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using SharedBuffers.Diagnostics;
using SharedBuffers.Layout;
using SharedBuffers.Memory;
using SharedBuffers.Schemas;

namespace SharedBuffers.Values;

/// <summary>
/// An object of any schema, read in place by the names or the indexes of its slots. For files whose type is not compiled in: tools, tests, generic code.
/// </summary>
/// <remarks>
/// <para>Reading by index costs about as much as a generated view that met another layout; reading by name adds a hash lookup. Nothing allocates except the methods that
/// say so. Slots that are unset or null read as the null <see cref="SharedValue"/>; <see cref="Has(string)"/> and <see cref="IsNull(string)"/> tell them apart.</para>
/// <para>A readonly struct, safe to copy, store and share between threads. <c>default</c> shows no object.</para>
/// </remarks>
public readonly partial struct ObjectView : IObjectView<ObjectView>, IElementView<ObjectView>, IEquatable<ObjectView>
{
    private readonly ObjectReference _reference;

    private ObjectView(ObjectReference reference) => _reference = reference;

    /// <inheritdoc/>
    static Schema? IObjectView<ObjectView>.CompiledSchema => null;

    /// <summary>Where the object lies and how it is read.</summary>
    public ObjectReference Reference => _reference;

    /// <summary>Whether the view is <c>default</c> and shows no object.</summary>
    public bool IsDefault => _reference.IsDefault;

    /// <summary>The schema whose slot names and indexes are used.</summary>
    public Schema Schema => _reference.Binding.Schema;

    /// <summary>The value of a slot; the null value when it is unset or null.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such slot; the message lists those it has.</exception>
    /// <exception cref="InvalidOperationException">The slot holds an object whose schema has no typecode: use <see cref="GetObject(string)"/>.</exception>
    public SharedValue this[string name] => this[Schema.IndexOf(name)];

    /// <summary>The value of a slot; the null value when it is unset or null.</summary>
    /// <param name="slot">Index in <see cref="Schema.Slots"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The schema has no such slot.</exception>
    /// <exception cref="InvalidOperationException">The slot holds an object whose schema has no typecode: use <see cref="GetObject(int)"/>.</exception>
    public SharedValue this[int slot]
    {
        get
        {
            Slot target = SlotAt(slot);
            if (!_reference.TryGetPlace(slot, out long place, out SlotType stored))
            {
                return default;
            }

            if (stored.Kind == SlotKind.Object)
            {
                return SharedValue.Read(_reference.Region, place);
            }

            ValueTypeCode code = CodeOf(stored);
            if (code == ValueTypeCode.None)
            {
                ThrowHelper.InvalidOperation($"The slot '{target.Name}' holds an object of {stored}, which has no typecode: read it with GetObject.");
            }

            return new SharedValue(_reference.Region, code, place);
        }
    }

    /// <inheritdoc/>
    public static ObjectView Create(ObjectReference reference) => new(reference);

    /// <summary>Whether a slot of this name exists and is set, to a value or to null.</summary>
    public bool Has(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Schema.TryGetSlot(name, out int slot) && _reference.HasSlot(slot);
    }

    /// <summary>Whether the slot is set to null.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such slot.</exception>
    public bool IsNull(string name) => _reference.IsNull(Schema.IndexOf(name));

    /// <summary>The value of a slot, if the schema has it and it is set.</summary>
    public bool TryGetValue(string name, out SharedValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool found = Schema.TryGetSlot(name, out int slot) && _reference.HasSlot(slot);
        value = found ? this[slot] : default;
        return found;
    }

    /// <summary>The object that a slot of a nested schema holds; null when the slot is unset or null.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such slot.</exception>
    /// <exception cref="InvalidOperationException">The slot is of another type.</exception>
    public ObjectView? GetObject(string name) => GetObject(Schema.IndexOf(name));

    /// <summary>The object that a slot of a nested schema holds; null when the slot is unset or null.</summary>
    /// <param name="slot">Index in <see cref="Schema.Slots"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The schema has no such slot.</exception>
    /// <exception cref="InvalidOperationException">The slot is of another type.</exception>
    public ObjectView? GetObject(int slot)
    {
        Slot target = SlotAt(slot);
        if (target.Type.Kind != SlotKind.Struct)
        {
            ThrowHelper.InvalidOperation($"The slot '{target.Name}' is {target.Type}, not an object of a nested schema.");
        }

        return _reference.TryGetPayload(slot, out long payload)
            ? new ObjectView(new ObjectReference(_reference.Region, payload, _reference.Binding.GetNested(slot)))
            : null;
    }

    /// <summary>A numeric slot, to change it in place. The region must be mapped for writing.</summary>
    /// <typeparam name="T">The number type of the slot.</typeparam>
    /// <exception cref="KeyNotFoundException">The schema has no such slot.</exception>
    /// <exception cref="NotSupportedException">The region is mapped read-only.</exception>
    /// <exception cref="InvalidOperationException">The slot is unset or null, of another type, or does not lie aligned.</exception>
    public AtomicNumber<T> GetAtomicNumber<T>(string name)
        where T : unmanaged, INumber<T> => _reference.GetAtomicNumber<T>(Schema.IndexOf(name));

    /// <summary>A bool slot, to change it in place. The region must be mapped for writing.</summary>
    /// <exception cref="KeyNotFoundException">The schema has no such slot.</exception>
    /// <exception cref="NotSupportedException">The region is mapped read-only.</exception>
    /// <exception cref="InvalidOperationException">The slot is unset or null, or not a bool.</exception>
    public AtomicBoolean GetAtomicBoolean(string name) => _reference.GetAtomicBoolean(Schema.IndexOf(name));

    /// <inheritdoc cref="GetAtomicNumber{T}(string)" path="/summary"/>
    /// <typeparam name="T">The number type of the slot.</typeparam>
    /// <param name="slot">Index in <see cref="Schema.Slots"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The schema has no such slot.</exception>
    /// <inheritdoc cref="ObjectReference.GetAtomicNumber{T}(int)" path="/exception"/>
    public AtomicNumber<T> GetAtomicNumber<T>(int slot)
        where T : unmanaged, INumber<T>
    {
        _ = SlotAt(slot);
        return _reference.GetAtomicNumber<T>(slot);
    }

    /// <inheritdoc cref="GetAtomicBoolean(string)" path="/summary"/>
    /// <param name="slot">Index in <see cref="Schema.Slots"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The schema has no such slot.</exception>
    /// <inheritdoc cref="ObjectReference.GetAtomicBoolean(int)" path="/exception"/>
    public AtomicBoolean GetAtomicBoolean(int slot)
    {
        _ = SlotAt(slot);
        return _reference.GetAtomicBoolean(slot);
    }

    /// <summary>Enumerates the slots that are set, in the order of their declaration. Allocates nothing.</summary>
    public SlotEnumerator GetEnumerator() => new(this);

    /// <summary>Whether both views show the same place of the same region. The contents are not compared.</summary>
    public bool Equals(ObjectView other) => _reference.Equals(other._reference);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ObjectView other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _reference.GetHashCode();

    /// <summary>Equality of place.</summary>
    public static bool operator ==(ObjectView left, ObjectView right) => left.Equals(right);

    /// <summary>Inequality of place.</summary>
    public static bool operator !=(ObjectView left, ObjectView right) => !left.Equals(right);

    ObjectView IElementView<ObjectView>.CreateFromValue(MemoryRegion region, ValueTypeCode code, long payloadOffset) =>
        new(ObjectReference.FromValue(region, code, payloadOffset, null));

    /// <summary>The typecode that a value of a slot type would have in front of it.</summary>
    internal static ValueTypeCode CodeOf(SlotType type) => type.Kind switch
    {
        SlotKind.Bool => ValueTypeCode.Bool,
        SlotKind.Int8 => ValueTypeCode.Int8,
        SlotKind.UInt8 => ValueTypeCode.UInt8,
        SlotKind.Int16 => ValueTypeCode.Int16,
        SlotKind.UInt16 => ValueTypeCode.UInt16,
        SlotKind.Int32 => ValueTypeCode.Int32,
        SlotKind.UInt32 => ValueTypeCode.UInt32,
        SlotKind.Int64 or SlotKind.Int => ValueTypeCode.Int64,
        SlotKind.UInt64 => ValueTypeCode.UInt64,
        SlotKind.Float32 => ValueTypeCode.Float32,
        SlotKind.Float64 or SlotKind.Float => ValueTypeCode.Float64,
        SlotKind.String => ValueTypeCode.String,
        SlotKind.Bytes => ValueTypeCode.Bytes,
        SlotKind.Buffer => ValueTypeCode.Buffer,
        SlotKind.MappedList => ValueTypeCode.MappedList,
        SlotKind.ProxiedList => ValueTypeCode.ProxiedList,
        SlotKind.MappedTuple => ValueTypeCode.MappedTuple,
        SlotKind.ProxiedTuple => ValueTypeCode.ProxiedTuple,
        SlotKind.MappedSet => ValueTypeCode.MappedSet,
        SlotKind.ProxiedSet => ValueTypeCode.ProxiedSet,
        SlotKind.MappedMap => ValueTypeCode.MappedMap,
        SlotKind.ProxiedMap => ValueTypeCode.ProxiedMap,
        SlotKind.NdArray => ValueTypeCode.NdArray,
        SlotKind.Decimal => ValueTypeCode.Decimal,

        // An instant with an offset begins with the bytes of one without; the offset is read by whoever knows the slot type.
        SlotKind.DateTime or SlotKind.DateTimeLocal or SlotKind.DateTimeUtc or SlotKind.DateTimeTz or SlotKind.DateTimeTzLocal => ValueTypeCode.DateTime,
        SlotKind.Date => ValueTypeCode.Date,
        SlotKind.Struct => (ValueTypeCode)type.NestedSchema!.TypeCode,
        _ => ValueTypeCode.None,
    };

    private Slot SlotAt(int slot)
    {
        ImmutableArray<Slot> slots = Schema.Slots;
        if ((uint)slot >= (uint)slots.Length)
        {
            ThrowHelper.ArgumentOutOfRange(nameof(slot), slot, $"The schema {Schema.DisplayName} has {slots.Length} slots.");
        }

        return slots[slot];
    }

    /// <summary>One slot of an object that is set.</summary>
    /// <param name="Object">The object.</param>
    /// <param name="Index">Index in <see cref="Schema.Slots"/>.</param>
    public readonly record struct SetSlot(ObjectView Object, int Index)
    {
        /// <summary>Name and type.</summary>
        public Slot Slot => Object.Schema.Slots[Index];

        /// <summary>Whether the slot is null.</summary>
        public bool IsNull => Object._reference.IsNull(Index);

        /// <summary>The value.</summary>
        public SharedValue Value => Object[Index];
    }

    /// <summary>Enumerates the slots of an object that are set.</summary>
    public struct SlotEnumerator
    {
        private readonly ObjectView _object;
        private int _next;

        internal SlotEnumerator(ObjectView view)
        {
            _object = view;
            _next = 0;
        }

        /// <summary>The slot.</summary>
        public SetSlot Current { get; private set; }

        /// <summary>Moves to the next slot that is set.</summary>
        public bool MoveNext()
        {
            ImmutableArray<int> indexes = _object.Schema.DeclaredIndexes;
            while (_next < indexes.Length)
            {
                int index = indexes[_next++];
                if (_object._reference.HasSlot(index))
                {
                    Current = new SetSlot(_object, index);
                    return true;
                }
            }

            return false;
        }
    }
}
