using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SharedBuffers.Indexes;

/// <summary>As <see cref="KeyedRecordWordsMatcher"/>, for a key that lies in memory too: what is left to do in rare cases starts from there.</summary>
internal readonly unsafe ref struct KeyedRecordSpanMatcher : IRawSlotMatcher
{
    private readonly KeyedRecordTable _table;
    private readonly KeyedRecordWordsMatcher _words;
    private readonly ReadOnlySpan<byte> _key;

    public KeyedRecordSpanMatcher(KeyedRecordTable table, in KeyedRecordWordsMatcher words, ReadOnlySpan<byte> key)
    {
        _table = table;
        _words = words;
        _key = key;
    }

    /// <inheritdoc/>
    public static bool PrefetchesTwoLines => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* SlotAt(RawTable table, ulong index) => table.ReferenceAt(index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong ReadValue(RawTable table, byte* slot) => KeyedRecordWordsMatcher.ReadValue(table, slot);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> DifferenceFrom(byte* slot, ulong value) => _words.DifferenceFrom(slot, value);

    /// <inheritdoc/>
    public void Check(ulong value) => _words.Check(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindFurther(RawTable table, ulong hash, out ulong value)
    {
        value = (ulong)_table.FindOther(_key, hash);
        return value != KeyedRecordTable.None;
    }
}
