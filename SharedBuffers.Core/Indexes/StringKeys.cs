using System.Text;
using SharedBuffers.Layout;

namespace SharedBuffers.Indexes;

/// <summary>Byte-string keys as text.</summary>
internal sealed class StringKeys : TableKeys<string>
{
    public static readonly StringKeys Instance = new();

    public override HashTableKind Kind => HashTableKind.InlineKeys;

    public override bool TryRead(RawTable table, long position, out string key, out ulong slotValue)
    {
        bool occupied = table.TryReadInline(position, out ReadOnlySpan<byte> bytes, out slotValue);
        key = occupied ? Encoding.UTF8.GetString(bytes) : "";
        return occupied;
    }

    public override string Describe(string key) => $"\"{key}\"";
}
