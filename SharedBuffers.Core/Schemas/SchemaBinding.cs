using System.Numerics;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;

namespace SharedBuffers.Schemas;

/// <summary>
/// How objects of a file are read by a type: made once when the file is opened. With the same layout on both sides every slot has a constant place;
/// otherwise slots are matched by name.
/// </summary>
/// <remarks>
/// <para>Slots that the file lacks read as unset, slots that the type lacks are ignored, numbers may be wider in the type than in the file
/// (<see cref="SchemaCompatibility"/> has the rules). Anything else is refused with both sides named.</para>
/// <para>Immutable once made, safe to share between threads.</para>
/// </remarks>
public sealed class SchemaBinding
{
    // Copies of the file schema's: a slot is found without following it.
    private readonly int _headerSize;
    private readonly ulong _mask2;
    private readonly ulong _mask4;
    private readonly ulong _mask8;
    private readonly sbyte[] _fileSlots;
    private readonly SchemaBinding?[] _nested;

    private SchemaBinding(Schema file, Schema compiled, TypeRegistry types)
    {
        FileSchema = file;
        Schema = compiled;
        Types = types;
        IsIdentical = SchemaCompatibility.HasSameLayout(file, compiled);
        CommonSlots = IsIdentical && file.BitmapWidth == sizeof(uint) ? file.AllSlots : 0;
        _headerSize = file.HeaderSize;
        (_mask2, _mask4, _mask8) = (file.Mask2, file.Mask4, file.Mask8);
        _fileSlots = new sbyte[compiled.Slots.Length];
        _nested = new SchemaBinding?[compiled.Slots.Length];
        for (int i = 0; i < _fileSlots.Length; i++)
        {
            _fileSlots[i] = file.TryGetSlot(compiled.Slots[i].Name, out int index) ? (sbyte)index : (sbyte)-1;
        }
    }

    /// <summary>The schema that the objects were written with.</summary>
    public Schema FileSchema { get; }

    /// <summary>The schema that the reader knows, whose slot indexes are used for reading: the compiled type's, or the file's own.</summary>
    public Schema Schema { get; }

    /// <summary>What the typecodes of values inside the objects stand for.</summary>
    public TypeRegistry Types { get; }

    /// <summary>Whether both sides lay objects out alike, so that slots have constant places.</summary>
    public bool IsIdentical { get; }

    /// <summary>Binds a file's schema to the one of a compiled type.</summary>
    /// <param name="fileSchema">What the file was written with.</param>
    /// <param name="compiled">What the reader knows; null to read with the file's own schema.</param>
    /// <param name="types">What typecodes stand for; null for what the file's schema can reach.</param>
    /// <exception cref="SchemaMismatchException">A slot of the type cannot read the slot of the same name in the file; the message lists every such slot.</exception>
    /// <exception cref="ArgumentException"><paramref name="types"/> is null and two of the file's schemas have one typecode.</exception>
    public static SchemaBinding Create(Schema fileSchema, Schema? compiled = null, TypeRegistry? types = null)
    {
        ArgumentNullException.ThrowIfNull(fileSchema);
        types ??= TypeRegistry.FromSchema(fileSchema);
        return types.GetBinding(fileSchema, compiled);
    }

    /// <summary>Binds the schema of a file to the one of a compiled type, and makes the types that it can reach known to every value of the region.</summary>
    /// <param name="region">Where the file is mapped.</param>
    /// <param name="fileSchema">What the file was written with.</param>
    /// <param name="compiled">What the reader knows; null to read with the file's own schema.</param>
    /// <exception cref="SchemaMismatchException">A slot of the type cannot read the slot of the same name in the file; the message lists every such slot.</exception>
    /// <exception cref="ArgumentException">Two different schemas of the region have one typecode.</exception>
    public static SchemaBinding Create(MemoryRegion region, Schema fileSchema, Schema? compiled = null)
    {
        ArgumentNullException.ThrowIfNull(fileSchema);
        TypeRegistry types = TypeRegistry.Of(region);
        types.RegisterAll(fileSchema);
        return types.GetBinding(fileSchema, compiled);
    }

    /// <summary>Index in the file's schema of a slot of <see cref="Schema"/>, or -1 when the file lacks it.</summary>
    public int GetFileSlot(int slot) => _fileSlots[slot];

    /// <summary>How the objects of a nested slot are read.</summary>
    /// <param name="slot">Index in <see cref="Schema"/> of a slot of kind <see cref="SlotKind.Struct"/> that the file has.</param>
    public SchemaBinding GetNested(int slot)
    {
        // A race makes the registry look the same binding up twice.
        return _nested[slot] ??= Resolve(slot);
    }

    /// <summary>One bit for each slot, if the layout is the reader's and the bitmaps are 32 bits wide, so that the header is one word; otherwise 0.</summary>
    internal ulong CommonSlots { get; }

    /// <summary>
    /// Offset of a slot whose width is that of <typeparamref name="T"/>. Only slots at least as wide lie before it, so all but the needed counts are constants to the compiler.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int GetOffset<T>(int slot, ulong present)
        where T : unmanaged
    {
        ulong before = present & ((1UL << slot) - 1);
        int count = BitOperations.PopCount(before);
        int size = Unsafe.SizeOf<T>();
        return _headerSize + size switch
        {
            8 => 8 * count,
            4 => (4 * count) + (4 * BitOperations.PopCount(before & _mask8)),
            2 => (2 * count) + (2 * BitOperations.PopCount(before & _mask4)) + (4 * BitOperations.PopCount(before & _mask8)),
            _ => count + BitOperations.PopCount(before & _mask2) + (2 * BitOperations.PopCount(before & _mask4)) + (4 * BitOperations.PopCount(before & _mask8)),
        };
    }

    /// <param name="file">What the objects were written with.</param>
    /// <param name="compiled">What the reader knows.</param>
    /// <param name="types">What typecodes stand for.</param>
    /// <param name="isChecked">Whether the two were compared already, as parts of schemas that were.</param>
    internal static SchemaBinding Bind(Schema file, Schema compiled, TypeRegistry types, bool isChecked)
    {
        if (!isChecked)
        {
            SchemaCompatibility.ThrowIfIncompatible(file, compiled);
        }

        return new SchemaBinding(file, compiled, types);
    }

    private SchemaBinding Resolve(int slot)
    {
        int fileSlot = _fileSlots[slot];
        Schema? compiled = Schema.Slots[slot].Type.NestedSchema;
        Schema? file = fileSlot < 0 ? null : FileSchema.Slots[fileSlot].Type.NestedSchema;
        if (file is null || compiled is null)
        {
            ThrowHelper.InvalidOperation($"The slot '{Schema.Slots[slot].Name}' of {Schema.DisplayName} holds no object of a nested schema.");
        }

        return Types.GetBinding(file!, compiled, isChecked: true);
    }
}
