using System.Globalization;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>64-bit keys, which tables keep as their hashes or as places.</summary>
internal sealed class UInt64Keys : TableKeys<ulong>
{
    public static readonly UInt64Keys Instance = new();

    public override HashTableKind Kind => HashTableKind.UInt64Keys;

    public override bool TryRead(RawTable table, long position, out ulong key, out ulong slotValue) => table.TryReadInteger(position, out key, out slotValue);

    public override string Describe(ulong key) => key.ToString(CultureInfo.InvariantCulture);
}
