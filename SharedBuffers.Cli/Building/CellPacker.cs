using System.Text;
using SharedBuffers.Cli.Columns;
using SharedBuffers.Cli.Input;
using SharedBuffers.Collections;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;

namespace SharedBuffers.Cli.Building;

/// <summary>Packs records of the input into objects of a file.</summary>
internal sealed class CellPacker : RecordPacker<Record>
{
    /// <summary>Column of each slot: schemas order their slots by size.</summary>
    private readonly int[] _columnOfSlot;
    private readonly ColumnType[] _types;

    public CellPacker(IReadOnlyList<Column> columns)
    {
        Columns = columns;
        Schema = new Schema(columns.Select(column => new Slot(column.Name, column.Type.SlotType)));
        _columnOfSlot = [.. Schema.Slots.Select(slot => columns.ToList().FindIndex(column => column.Name == slot.Name))];
        _types = [.. columns.Select(column => column.Type)];
    }

    public IReadOnlyList<Column> Columns { get; }

    public override Schema Schema { get; }

    public override long Pack(PackContext context, Record value)
    {
        ulong set = 0;
        ulong nulls = 0;
        for (int slot = 0; slot < _columnOfSlot.Length; slot++)
        {
            CellState state = value.GetState(_columnOfSlot[slot]);
            set |= (state == CellState.Unset ? 0UL : 1UL) << slot;
            nulls |= (state == CellState.Null ? 1UL : 0UL) << slot;
        }

        var writer = new ObjectWriter(context, Schema, set, nulls);
        for (int slot = 0; slot < _columnOfSlot.Length; slot++)
        {
            if (writer.IsPresent(slot))
            {
                WriteSlot(context, ref writer, slot, value, _columnOfSlot[slot]);
            }
        }

        return writer.Finish();
    }

    private void WriteSlot(PackContext context, ref ObjectWriter writer, int slot, Record record, int column)
    {
        ColumnType type = _types[column];
        switch (type.Shape)
        {
            case ColumnShape.List:
                writer.WritePointer(slot, PackList(context, type.Kind, record, column));
                return;
            case ColumnShape.Set:
                writer.WritePointer(slot, PackSet(context, type.Kind, record, column));
                return;
        }

        long integer = record.GetInteger(column);
        switch (type.Kind)
        {
            case SlotKind.Bool:
                writer.WriteBoolean(slot, integer != 0);
                break;
            case SlotKind.Int8 or SlotKind.UInt8:
                writer.WriteNumber(slot, (byte)integer);
                break;
            case SlotKind.Int16 or SlotKind.UInt16:
                writer.WriteNumber(slot, (ushort)integer);
                break;
            case SlotKind.Int32 or SlotKind.UInt32:
                writer.WriteNumber(slot, (uint)integer);
                break;
            case SlotKind.Int64 or SlotKind.UInt64:
                writer.WriteNumber(slot, integer);
                break;
            case SlotKind.Float32:
                writer.WriteNumber(slot, (float)record.GetFloat(column));
                break;
            case SlotKind.Float64:
                writer.WriteNumber(slot, record.GetFloat(column));
                break;
            default:
                writer.WritePointer(slot, ValuePacker.PackBytes(context, record.GetBytes(column)));
                break;
        }
    }

    private static long PackList(PackContext context, SlotKind kind, Record record, int column) => kind switch
    {
        SlotKind.Int8 => ValuePacker.PackSequence<sbyte>(context, Numbers(record, column, static bits => (sbyte)bits)),
        SlotKind.Int16 => ValuePacker.PackSequence<short>(context, Numbers(record, column, static bits => (short)bits)),
        SlotKind.Int32 => ValuePacker.PackSequence<int>(context, Numbers(record, column, static bits => (int)bits)),
        SlotKind.Int64 => ValuePacker.PackSequence<long>(context, Numbers(record, column, static bits => bits)),
        SlotKind.UInt8 => ValuePacker.PackSequence<byte>(context, Numbers(record, column, static bits => (byte)bits)),
        SlotKind.UInt16 => ValuePacker.PackSequence<ushort>(context, Numbers(record, column, static bits => (ushort)bits)),
        SlotKind.UInt32 => ValuePacker.PackSequence<uint>(context, Numbers(record, column, static bits => (uint)bits)),
        SlotKind.UInt64 => ValuePacker.PackSequence<ulong>(context, Numbers(record, column, static bits => (ulong)bits)),
        SlotKind.Float32 => ValuePacker.PackSequence<float>(context, Numbers(record, column, static bits => (float)BitConverter.Int64BitsToDouble(bits))),
        SlotKind.Float64 => ValuePacker.PackSequence<double>(context, Numbers(record, column, BitConverter.Int64BitsToDouble)),
        _ => ValuePacker.PackSequence<string>(context, Texts(record, column)),
    };

    private static long PackSet(PackContext context, SlotKind kind, Record record, int column) => kind switch
    {
        SlotKind.Int8 => ValuePacker.PackSet(context, Numbers(record, column, static bits => (sbyte)bits)),
        SlotKind.Int16 => ValuePacker.PackSet(context, Numbers(record, column, static bits => (short)bits)),
        SlotKind.Int32 => ValuePacker.PackSet(context, Numbers(record, column, static bits => (int)bits)),
        SlotKind.Int64 => ValuePacker.PackSet(context, Numbers(record, column, static bits => bits)),
        SlotKind.UInt8 => ValuePacker.PackSet(context, Numbers(record, column, static bits => (byte)bits)),
        SlotKind.UInt16 => ValuePacker.PackSet(context, Numbers(record, column, static bits => (ushort)bits)),
        SlotKind.UInt32 => ValuePacker.PackSet(context, Numbers(record, column, static bits => (uint)bits)),
        SlotKind.UInt64 => ValuePacker.PackSet(context, Numbers(record, column, static bits => (ulong)bits)),
        SlotKind.Float32 => ValuePacker.PackSet(context, Numbers(record, column, static bits => (float)BitConverter.Int64BitsToDouble(bits))),
        SlotKind.Float64 => ValuePacker.PackSet(context, Numbers(record, column, BitConverter.Int64BitsToDouble)),
        _ => ValuePacker.PackSet(context, Texts(record, column)),
    };

    private static T[] Numbers<T>(Record record, int column, Func<long, T> convert)
    {
        var numbers = new T[record.GetCount(column)];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = convert(record.GetInteger(column, i));
        }

        return numbers;
    }

    private static string[] Texts(Record record, int column)
    {
        var texts = new string[record.GetCount(column)];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = Encoding.UTF8.GetString(record.GetBytes(column, i));
        }

        return texts;
    }
}
