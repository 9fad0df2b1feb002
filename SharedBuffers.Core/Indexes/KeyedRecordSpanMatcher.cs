using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SharedBuffers.Indexes;

/// <summary>As <see cref="KeyedRecordWordsMatcher"/>, for tables of narrow references and a key that lies in memory too: what is left to do in rare cases starts from there.</summary>
internal readonly unsafe ref struct KeyedRecordSpanMatcher : IRawSlotMatcher
{
    private readonly KeyedRecordTable _table;
    private readonly KeyWords _words;
    private readonly ReadOnlySpan<byte> _key;

    /// <param name="table">The table, whose references are narrow.</param>
    /// <param name="words">The key.</param>
    /// <param name="key">The same key.</param>
    public KeyedRecordSpanMatcher(KeyedRecordTable table, in KeyWords words, ReadOnlySpan<byte> key)
    {
        _table = table;
        _words = words;
        _key = key;
    }

    /// <inheritdoc/>
    public static bool PrefetchesTwoLines => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* SlotAt(RawTable table, ulong index) => table.NarrowReferenceAt(index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadValue(RawTable table, byte* slot) => (ulong)RawTable.ReadNarrowReference(slot);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> DifferenceFrom(byte* slot, ulong value) => new KeyedRecordWordsMatcher(_table, _words).DifferenceFrom(slot, value);

    /// <inheritdoc/>
    public void Check(ulong value) => new KeyedRecordWordsMatcher(_table, _words).Check(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindFurther(RawTable table, ulong hash, out ulong value)
    {
        value = (ulong)_table.FindOther(_key, hash);
        return value != KeyedRecordTable.None;
    }
}
