using System.Globalization;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>32-bit keys, which tables keep as their hashes or as places.</summary>
internal sealed class UInt32Keys : TableKeys<uint>
{
    public static readonly UInt32Keys Instance = new();

    public override HashTableKind Kind => HashTableKind.UInt32Keys;

    public override bool TryRead(RawTable table, long position, out uint key, out ulong slotValue)
    {
        bool occupied = table.TryReadInteger(position, out ulong bits, out slotValue);
        key = (uint)bits;
        return occupied;
    }

    public override string Describe(uint key) => key.ToString(CultureInfo.InvariantCulture);
}
